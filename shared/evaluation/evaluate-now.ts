import type { EvaluationDependencies } from './dependencies.ts';
import { evaluate } from './evaluate.ts';
import type { Trigger } from './model.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import type { EvaluationQueue } from './ports.ts';
import type { EvaluationReport } from './report.ts';
import { buryFailing } from './triggers/failing.ts';
import { queueFollowUps } from './triggers/follow-up.ts';

interface Outputs {
  readonly queue: EvaluationQueue;
  readonly deadLetters: Pick<EvaluationQueue, 'send'>;
  log(report: EvaluationReport): Promise<void>;
  warn(message: string, cause: unknown): void;
}

/**
 * Evaluates the groups that an event concerns. The schedule repeats an evaluation that failed. Throws if that could not be
 * noted, so that the event is delivered again.
 */
export async function evaluateNow(
  groups: readonly string[],
  trigger: Trigger,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
  { queue, deadLetters, log, warn }: Outputs,
): Promise<void> {
  const reports = await evaluate(groups, trigger, cache, dependencies);
  for (const report of reports) await log(report);
  await queueFollowUps(reports, queue, warn);
  await buryFailing(reports, deadLetters);
  const failed = reports.filter(({ result, failures }) => result === 'failed' && failures === undefined);
  if (failed.length > 0) throw new Error(failed.map(({ group, error }) => `${group}: ${error}`).join('; '));
}
