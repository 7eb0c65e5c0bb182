import type { Datapoint } from '../../policy/index.ts';
import { find, type Known, type RecordedSeries } from './derive.ts';
import { slotCount, spacingOf } from './slots.ts';
import type { Wanted } from './wanted.ts';

/** Periods between the first datapoint and the last that have none. */
export function missingPercent(points: readonly Datapoint[]): number {
  const slots = slotCount(points, spacingOf(points));
  return 100 * (1 - points.length / slots);
}

export const tooFewOf = (series: RecordedSeries): string =>
  `${series.name} has a datapoint in ${(100 - missingPercent(series.points)).toFixed(0)} % of its periods: too few to tell the demand. Choose a time that was recorded`;

/** Why there is no demand, and what would tell it. */
export function lackOf(
  usable: readonly RecordedSeries[],
  all: readonly RecordedSeries[],
  { kind, workers }: Known,
): string {
  const has = (signal: Wanted['signal']) => find(usable, signal) !== undefined;
  if (kind === 'queue' && has('waiting') && !has('running')) {
    return 'the tasks that wait alone do not tell how many arrived: add the tasks sent (NumberOfMessagesSent), or those in flight (ApproximateNumberOfMessagesNotVisible)';
  }
  if (kind === 'queue' && has('waiting')) {
    return 'from tasks waiting and in flight, arrivals follow only with the time that a task takes: give taskSeconds in a scenario file';
  }
  const needsWorkers = usable.find(({ signal }) => signal === 'utilization' || signal === 'demandPerWorker');
  if (kind === 'interactive' && needsWorkers && !workers) {
    return `${needsWorkers.name} is recorded for each worker, and nothing tells how many there were: add a series called workers, their number over time`;
  }
  const empty = all.map(({ name, points }) => `${name} has ${points.length === 1 ? 'one datapoint' : 'no datapoints'}`);
  const wanted = kind === 'queue' ? 'tasks sent' : 'requests, or utilization and workers';
  return `nothing recorded tells the demand (${wanted}): ${empty.length > 0 ? empty.join(', ') : 'the policy reads no metric'}`;
}
