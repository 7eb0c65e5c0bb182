import { type ReportedWork, reportedWork } from '../../model/index.ts';
import type { RuleContext } from '../rule-context.ts';

interface Queue {
  readonly metric: string;
  readonly running?: string | undefined;
}

/**
 * What the workers report about the tasks of a queue whose metric counts waiting tasks only. Null if no worker reports, or
 * if the rule does not need it: then all tasks are counted, or `running` counts the rest. A busy worker has one task.
 */
export function reportedTasks({ metric, running }: Queue, { readings, fleet }: RuleContext): ReportedWork | null {
  return running === undefined && readings.countsWaiting(metric) ? reportedWork(fleet) : null;
}

/**
 * The workers to keep while tasks wait: the busy ones, and as many idle ones as take the tasks. The latter report idle until
 * they have taken one, so that removing them would only start others.
 */
export function leastWhileWaiting(metric: string, waiting: number, { readings, fleet, current }: RuleContext): number {
  const work = waiting > 0 && readings.countsWaiting(metric) ? reportedWork(fleet) : null;
  return work === null ? 0 : Math.min(current, work.busy + Math.min(work.idle, Math.ceil(waiting)));
}
