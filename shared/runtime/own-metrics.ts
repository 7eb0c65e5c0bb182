import { embeddedMetrics } from '../aws/cloudwatch/embedded-metrics.ts';
import type { EvaluationReport } from '../evaluation/index.ts';
import { GROUP_METRIC, OWN_METRIC, STAGE_METRIC } from '../names/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Logger } from './logger.ts';

/** Message of the log line that contains a metric. */
export const MEASURED = 'metric';

/** Logs how long groups have waited for their evaluation. */
export function logWait(logger: Logger, stage: string, seconds: number, now: number): void {
  const { wait, dimension } = OWN_METRIC;
  logger.info(MEASURED, embeddedMetrics(now, { [dimension]: stage }, { [wait]: seconds }, 'Seconds'));
}

interface Occasion {
  readonly stage: string;
  readonly now: number;
  readonly policyOf: (group: string) => Pick<Policy, 'telemetry'> | null;
}

/** Logs what the evaluations came to: three metrics for the stage, and five for each group that asks for them. */
export function logEvaluations(
  logger: Logger,
  reports: readonly EvaluationReport[],
  { stage, now, policyOf }: Occasion,
) {
  if (reports.length === 0) return;
  const count = (result: EvaluationReport['result']) => reports.filter((report) => report.result === result).length;
  const values = {
    [STAGE_METRIC.evaluations]: reports.length,
    [STAGE_METRIC.failed]: count('failed'),
    [STAGE_METRIC.resizes]: count('resized'),
  };
  logger.info(MEASURED, embeddedMetrics(now, { [OWN_METRIC.dimension]: stage }, values));
  for (const { group, decision, seen } of reports) {
    if (!decision || !seen || policyOf(group)?.telemetry !== 'metrics') continue;
    const { pending, warming, ready, draining, unhealthy } = seen.workers;
    const ofGroup = {
      [GROUP_METRIC.desired]: decision.desired,
      [GROUP_METRIC.ready]: ready,
      [GROUP_METRIC.starting]: pending + warming,
      [GROUP_METRIC.draining]: draining,
      [GROUP_METRIC.unhealthy]: unhealthy,
    };
    logger.info(
      MEASURED,
      embeddedMetrics(now, { [OWN_METRIC.dimension]: stage, [GROUP_METRIC.dimension]: group }, ofGroup),
    );
  }
}
