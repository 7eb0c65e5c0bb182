import type { EvaluationDependencies } from './dependencies.ts';
import { evaluate } from './evaluate.ts';
import type { Trigger } from './model.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import type { EvaluationQueue } from './ports.ts';
import type { EvaluationReport } from './report.ts';
import { queueFollowUps } from './triggers/follow-up.ts';

interface Outputs {
  readonly queue: EvaluationQueue;
  log(report: EvaluationReport): void;
  warn(message: string, cause: unknown): void;
}

/** Evaluates the groups that an event concerns. Throws if one of them fails, so that the event is delivered again. */
export async function evaluateNow(
  groups: readonly string[],
  trigger: Trigger,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
  { queue, log, warn }: Outputs,
): Promise<void> {
  const reports = await evaluate(groups, trigger, cache, dependencies);
  for (const report of reports) log(report);
  await queueFollowUps(reports, queue, warn);
  const failed = reports.filter(({ result }) => result === 'failed');
  if (failed.length > 0) throw new Error(failed.map(({ group, error }) => `${group}: ${error}`).join('; '));
}
