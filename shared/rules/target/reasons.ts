import {
  define,
  errorsOf,
  figure,
  figureBeside,
  figureShared,
  type Reason,
  type Render,
  workersText,
} from '../../model/index.ts';
import { averageWaitsBrief, averageWaitsText } from '../common/reasons.ts';

type Average = { metric: string; value: number; target: number };
type Total = { metric: string; value: number; perWorker: number };
type PerWorker = {
  metric: string;
  average: number;
  measured: number;
  target: number;
  warming: number;
  missing: number;
  assumed: number;
  after: number;
};

const averageText = ({ metric, value, target }: Average): string =>
  `${metric} ${figureBeside(value, target)}, target ${target}`;
const rounded = (workers: number): number => Math.round(workers * 100) / 100;
const clock = (moment: number): string => new Date(moment).toISOString().slice(11, 16);
const exactClock = (moment: number): string =>
  moment % 60_000 === 0 ? clock(moment) : new Date(moment).toISOString().slice(11, 19);

/** Whose average it is, if others serve now. */
function servedText(
  { noun }: Render,
  { metric, value, target }: Average,
  workers: number,
  from?: number,
  to?: number,
): string {
  if (from === undefined || to === undefined) return averageText({ metric, value, target });
  const count = rounded(workers);
  const time = from === to ? `at ${exactClock(from)} UTC` : `from ${exactClock(from)} to ${exactClock(to)} UTC`;
  const served = Number.isInteger(count)
    ? `the ${count === 1 ? `one ${noun}` : `${count} ${noun}s`} that served ${time}`
    : `the ${noun}s that served ${time} (${count} on average, because their number changed)`;
  return `${metric} ${figureBeside(value, target)} over ${served}, target ${target}`;
}
const totalText = ({ metric, value, perWorker }: Total, workers: number, { noun }: Render): string =>
  `${metric} ${figureShared(value, perWorker, workers)}, ${figure(perWorker)} per ${noun}`;

function perWorkerText({ metric, average, measured, target, warming, missing, assumed, after }: PerWorker): string {
  const filled = [
    ...(warming > 0 ? [`${warming} warming up as 0`] : []),
    ...(missing > 0 ? [`${missing} without data as ${figure(assumed)}`] : []),
  ];
  const counting = filled.length > 0 ? `, ${figureBeside(after, target)} counting ${filled.join(' and ')}` : '';
  return `${metric} ${figureBeside(average, target)} on ${workersText(measured)}, target ${target}${counting}`;
}
/** In full if missing values change the result, because the average alone would not explain it. */
const perWorkerBrief = (values: PerWorker): string =>
  values.warming > 0 || values.missing > 0
    ? perWorkerText(values)
    : averageText({ metric: values.metric, value: values.average, target: values.target });

/** Reasons of `target` rules, and of `forecast` rules for the forecast metric. */
export const reasons = {
  'target-average': define<Average & { workers: number; from?: number; to?: number; ratio: number; capacity: number }>(
    'The capacity is the ratio of the average to the target, times the number of workers that served during its period. `from`, `to`: the period, in ms since the epoch, if others serve now.',
    ({ workers, from, to, ratio, capacity, ...average }, sentence) =>
      `${servedText(sentence, average, workers, from, to)}: ${sentence.workers(rounded(workers))} × ${figureBeside(ratio, 1)} = ${capacity}`,
    ({ workers, from, to, ...average }, sentence) => servedText(sentence, average, workers, from, to),
  ),
  'target-on-its-way': define<{ calculation: Reason; current: number }>(
    'The average asks for workers that have been launched since its period.',
    ({ calculation, current }, sentence) =>
      `${sentence(calculation)}, and ${sentence.workers(current)} already ${current === 1 ? 'runs or starts' : 'run or start'}`,
    ({ calculation }, sentence) => `${sentence.brief(calculation)}: enough workers already run or start`,
  ),
  'target-warming': define<{ calculation: Reason; starting: number }>(
    'Workers start or warm up, so an average does not scale in.',
    ({ calculation, starting }, sentence) => averageWaitsText({ cause: calculation, starting }, sentence),
    ({ calculation, starting }, sentence) => averageWaitsBrief({ cause: calculation, starting }, sentence),
  ),
  'target-from-zero': define<Average & { capacity: number; isEnough?: false }>(
    'No worker served, and the formula shows how many workers would bring it to its target. `isEnough`: false if the maximum is not enough.',
    ({ capacity, isEnough = true, ...average }, sentence) =>
      `${averageText(average)}, no workers: ${
        isEnough
          ? `with ${sentence.workers(capacity)} it meets its target`
          : `even with ${sentence.workers(capacity)}, the maximum, it would be above its target`
      }`,
    (average) => `${averageText(average)}, no workers`,
  ),
  'target-within-tolerance': define<Average>(
    'The average is close enough to the target.',
    (average) => `${averageText(average)}: within the tolerance`,
  ),
  'target-no-ready-worker': define<Average>(
    'No worker served, so the average is not used.',
    (average) => `${averageText(average)}: no worker served, so the average is not used`,
  ),
  'target-total': define<Total & { capacity: number }>(
    'The capacity is the total divided by the share of one worker.',
    (total, sentence) => `${totalText(total, total.capacity, sentence)}: ${sentence.workers(total.capacity)}`,
    (total, sentence) => totalText(total, total.capacity, sentence),
  ),
  'target-total-within-tolerance': define<Total & { workers: number }>(
    'The total is close enough to what the current workers serve.',
    ({ workers, ...total }, sentence) =>
      `${totalText(total, workers, sentence)}: within the tolerance of ${sentence.workers(workers)}`,
    (total, sentence) => `${totalText(total, total.workers, sentence)}: within the tolerance`,
  ),
  'target-per-worker': define<PerWorker & { counted: number; ratio: number; capacity: number }>(
    'The capacity follows from the average of the per-worker values; missing values are assumed to oppose the change.',
    ({ counted, ratio, capacity, ...values }, sentence) =>
      `${perWorkerText(values)}: ${sentence.workers(counted)} × ${figureBeside(ratio, 1)} = ${capacity}`,
    perWorkerBrief,
  ),
  'target-per-worker-within-tolerance': define<PerWorker>(
    'The average of the per-worker values, missing ones filled in, is close enough to the target.',
    (values) => `${perWorkerText(values)}: within the tolerance`,
    (values) => `${perWorkerBrief(values)}: within the tolerance`,
  ),
  'target-per-worker-undecided': define<PerWorker>(
    'With missing values assumed to oppose the change, the direction would reverse.',
    (values) => `${perWorkerText(values)}: too many values are missing to scale`,
  ),
  'target-beyond-unhealthy': define<{ calculation: Reason; unhealthy: number; capacity: number }>(
    'Fewer healthy workers serve than the values ask for, and the unhealthy ones report none, so they do not count.',
    ({ calculation, unhealthy, capacity }, sentence) =>
      `${sentence(calculation)}, plus ${unhealthy} unhealthy ${unhealthy === 1 ? "one that doesn't" : "ones that don't"} count: ${capacity}`,
    ({ calculation, unhealthy }, sentence) => `${sentence.brief(calculation)}, not counting ${unhealthy} unhealthy`,
  ),
  'target-against-direction': define<{ calculation: Reason; current: number }>(
    'The calculation moves against the direction of the metric, so nothing changes.',
    ({ calculation, current }, sentence) =>
      `${sentence(calculation)}, against the direction of the metric: stays at ${current}`,
    ({ calculation }, sentence) => `${sentence.brief(calculation)}: against the direction of the metric`,
  ),
  'invalid-tolerance': define<Record<never, never>>(
    'A tolerance is neither a fraction, nor one fraction for each direction.',
    () => 'must be a fraction of at least 0, such as 0.1, or { out, in } with such fractions',
  ),
};
export const targetError = errorsOf(reasons);
