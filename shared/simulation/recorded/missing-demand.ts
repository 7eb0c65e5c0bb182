import type { Datapoint } from '../../policy/index.ts';
import { find, type Known, type RecordedSeries } from './derive.ts';
import { slotCount, spacingOf } from './slots.ts';
import type { Wanted } from './wanted.ts';

/** Share of the periods between the first and the last datapoint without a datapoint, in percent. */
export function missingPercent(points: readonly Datapoint[]): number {
  const slots = slotCount(points, spacingOf(points));
  return 100 * (1 - points.length / slots);
}

export const tooFewDatapoints = (series: RecordedSeries): string =>
  `${series.name} has datapoints in only ${(100 - missingPercent(series.points)).toFixed(0)} % of its periods, too few to derive demand. Choose a time range that was recorded`;

/** Explains why demand cannot be derived, and which data is missing. */
export function missingDemand(
  usable: readonly RecordedSeries[],
  all: readonly RecordedSeries[],
  { kind, workers }: Known,
): string {
  const has = (signal: Wanted['signal']) => find(usable, signal) !== undefined;
  if (kind === 'queue' && has('waiting') && !has('running')) {
    return 'arrivals cannot be derived from waiting tasks alone: add the tasks sent (NumberOfMessagesSent) or the tasks in flight (ApproximateNumberOfMessagesNotVisible)';
  }
  if (kind === 'queue' && has('running') && !has('waiting')) {
    return 'arrivals cannot be derived from tasks in flight alone: add the tasks that wait, or the tasks sent (NumberOfMessagesSent)';
  }
  if (kind === 'queue' && has('waiting')) {
    return 'to derive arrivals from tasks waiting and in flight, the duration of a task is required: set taskSeconds in a scenario file';
  }
  const needsWorkers = usable.find(({ signal }) => signal === 'utilization' || signal === 'demandPerWorker');
  if (kind === 'interactive' && needsWorkers && !workers) {
    return `${needsWorkers.name} is recorded per worker, but the number of workers is unknown: add a series named workers with their number over time`;
  }
  const why = ({ name, points: { length } }: RecordedSeries): string =>
    length > 1
      ? `${name} does not show what arrives`
      : `${name} has ${length === 1 ? 'one datapoint' : 'no datapoints'}`;
  const found = all.map(why);
  const wanted = kind === 'queue' ? 'tasks sent' : 'requests, or utilization and workers';
  return `the recording contains no measure of demand (${wanted}): ${found.length > 0 ? found.join(', ') : 'the policy reads no metric'}`;
}
