import { ceilWorkers, isWithin, launching, type Reason, unitsOf, type Worker, weightOf } from '../../model/index.ts';
import { because as ruleBecause } from '../common/because.ts';
import { abstain, keep, noData, propose, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { TargetRule } from './schema.ts';

type Average = { readonly metric: string; readonly value: number; readonly target: number };
type Aim = Pick<TargetRule, 'metric' | 'value' | 'tolerance' | 'per' | 'scaleIn'>;

/**
 * Keeps a metric at its target: capacity = ⌈ratio × counted workers⌉ with ratio = metric ÷ value.
 * Source: the Kubernetes HPA, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function recommend(rule: TargetRule, context: RuleContext): Recommendation {
  const total = context.readings.latest(rule.metric) ?? atZero(rule, context);
  const prefersEach = rule.per === 'group' || total === undefined;
  if (prefersEach && isMeasuredEach(rule.metric, context)) {
    return unlessShrinking(rule, context, perWorkerValues(rule, context));
  }
  return total === undefined ? noData(rule.metric) : towards(rule, context, total);
}

/** A formula that divides by the workers has no value while there are none: what it would be with one. */
const atZero = ({ metric, per }: TargetRule, { readings, fleet }: RuleContext): number | undefined =>
  per === 'group' && fleet.live === 0 ? readings.sized(metric, 1) : undefined;

/** The recommendation on one figure for the whole group. */
export function towards(aim: Aim, context: RuleContext, metric: number): Recommendation {
  const recommended = aim.per === 'worker' ? sharedTotal(aim, context, metric) : groupAverage(aim, context, metric);
  return unlessShrinking(aim, context, recommended);
}

function unlessShrinking({ scaleIn }: Aim, { current }: RuleContext, recommended: Recommendation): Recommendation {
  if (scaleIn || recommended.kind !== 'propose' || recommended.capacity > current) return recommended;
  return abstain(ruleBecause['no-scale-in']({ cause: recommended.reason }));
}

/** Workers whose values are in the average: those that are ready, and those that once were. */
const isMeasuredNow = ({ state }: Worker): boolean => state === 'ready' || state === 'unhealthy';

const isMeasuredEach = (metric: string, { fleet }: RuleContext): boolean =>
  fleet.workers.some((worker) => isMeasuredNow(worker) && metricOf(worker, metric) !== undefined);

/** The metric is an average over the workers that served during its period: their number is what it is multiplied with. */
function groupAverage(rule: Aim, context: RuleContext, metric: number): Recommendation {
  const { current, fleet, readings, bounds } = context;
  const ratio = metric / rule.value;
  const average = { metric: rule.metric, value: metric, target: rule.value };
  const isClose = isWithin(ratio, rule.tolerance);
  const within = (served: number) =>
    keep(current, because['target-within-tolerance'](average), ceilWorkers(ratio * served));
  // The number that served is read only where it matters, because most decisions change nothing.
  if (isClose && fleet.live > 0 && bounds.spare === 0) return within(0);
  const served = readings.served(rule.metric) ?? NOBODY;
  if (isClose && (fleet.live > 0 || served.most > 0)) return within(served.least);
  if (served.most === 0) return fromZero(rule, context, average);
  // Where the number changed within the period, what is certain of it: the fewest to grow by, the most to shrink by.
  const workers = ratio > 1 ? served.least : served.most;
  const wanted = ceilWorkers(ratio * workers);
  const since = isSame(workers, fleet) ? {} : { from: served.from, to: served.to };
  const calculation = because['target-average']({ ...average, workers, ...since, ratio, capacity: wanted });
  if (ratio > 1 && wanted < current)
    return keep(current, because['target-on-its-way']({ calculation, current }), wanted);
  const starting = launching(fleet);
  if (ratio < 1 && wanted < current && starting > 0)
    return keep(current, because['target-warming']({ calculation, starting }), wanted);
  return withoutReversal(ratio, wanted, current, calculation);
}

const NOBODY = { from: 0, to: 0, most: 0, least: 0 };

/** Whether so many serve now, so that the reason needs no times. */
const isSame = (workers: number, { counts }: RuleContext['fleet']): boolean =>
  workers === counts.ready + counts.unhealthy && counts.warming === 0;

/** No worker served: an average shows nothing, unless it is a formula over the size of the group. */
function fromZero(rule: Aim, { current, readings, bounds }: RuleContext, average: Average): Recommendation {
  const none = keep(current, because['target-no-ready-worker'](average));
  const capacity = average.value > 0 ? smallestWithin(rule, readings, Math.max(bounds.max, current)) : null;
  if (capacity === null) return none;
  const isEnough = (readings.sized(rule.metric, capacity) ?? Infinity) <= rule.value;
  const calculation = because['target-from-zero']({ ...average, capacity, ...(!isEnough && { isEnough }) });
  return propose(Math.max(current, capacity), calculation);
}

/** The fewest workers that bring a formula over the size of the group down to its target; null where none do. */
function smallestWithin({ metric, value }: Aim, readings: RuleContext['readings'], max: number): number | null {
  if (max < 1) return null;
  const isEnough = (workers: number) => (readings.sized(metric, workers) ?? Infinity) <= value;
  // Also where more workers make it worse.
  if (isEnough(1)) return 1;
  if (!isEnough(max)) {
    const several = readings.sized(metric, Math.max(max, 2));
    const one = readings.sized(metric, 1);
    // More workers help, but the largest group is not enough.
    return several !== undefined && one !== undefined && several < one ? max : null;
  }
  let [none, enough] = [1, max];
  while (enough - none > 1) {
    const middle = Math.floor((none + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else none = middle;
  }
  return enough;
}

/** The metric is a total that the workers share, such as requests a second. It starts a group from zero. */
function sharedTotal(rule: Aim, { current }: RuleContext, metric: number): Recommendation {
  const wanted = ceilWorkers(metric / rule.value);
  const total = { metric: rule.metric, value: metric, perWorker: rule.value };
  if (current > 0 && isWithin(metric / (rule.value * current), rule.tolerance)) {
    return keep(current, because['target-total-within-tolerance']({ ...total, workers: current }), wanted);
  }
  return propose(wanted, because['target-total']({ ...total, capacity: wanted }));
}

/**
 * Every worker has its own value, which counts by its weight: workers whose value is missing are assumed to speak against
 * the change.
 * Source: calcPlainMetricReplicas in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator.go
 */
function perWorkerValues(rule: TargetRule, context: RuleContext): Recommendation {
  const { current, fleet } = context;
  const counting = fleet.workers.filter(isMeasuredNow);
  const values = counting.flatMap((worker) => {
    const value = metricOf(worker, rule.metric);
    return value === undefined ? [] : [{ value, weight: weightOf(worker) }];
  });
  const average = mean(values);
  const ratio = average / rule.value;
  // An unhealthy worker without a value serves nobody, and is left out.
  const missing = counting.filter((worker) => worker.state === 'ready' && metricOf(worker, rule.metric) === undefined);
  const warming = launching(fleet);
  const assumed = ratio < 1 ? rule.value : 0;
  const counted = {
    warming: ratio > 1 ? warming : 0,
    missing: ratio !== 1 ? unitsOf(missing) : 0,
  };
  const filled = [
    ...values,
    { value: 0, weight: counted.warming },
    ...(counted.missing > 0 ? missing.map((worker) => ({ value: assumed, weight: weightOf(worker) })) : []),
  ];
  const all = unitsOf(filled);
  const after = mean(filled);
  const afterRatio = after / rule.value;
  const wanted = ceilWorkers(afterRatio * all);
  const found = {
    metric: rule.metric,
    average,
    measured: values.length,
    target: rule.value,
    ...counted,
    assumed,
    after,
  };
  if (isWithin(afterRatio, rule.tolerance))
    return keep(current, because['target-per-worker-within-tolerance'](found), wanted);
  if (afterRatio > 1 !== ratio > 1) return keep(current, because['target-per-worker-undecided'](found));
  const calculation = because['target-per-worker']({
    ...found,
    counted: all,
    ratio: afterRatio,
    capacity: wanted,
  });
  const { unhealthy } = fleet.counts;
  const healthy = Math.max(fleet.live, current) - unhealthy;
  const areUnhealthyLeftOut = values.length + missing.length < counting.length;
  if (afterRatio > 1 && areUnhealthyLeftOut && wanted <= current && wanted > healthy) {
    const capacity = current + wanted - healthy;
    return propose(capacity, because['target-beyond-unhealthy']({ calculation, unhealthy, capacity }));
  }
  return withoutReversal(afterRatio, wanted, current, calculation);
}

/** Discards a number that moves against the direction of the metric: above its target the group never shrinks, below it never grows. */
function withoutReversal(ratio: number, wanted: number, current: number, calculation: Reason): Recommendation {
  const reverses = ratio > 1 ? wanted < current : wanted > current;
  return reverses
    ? keep(current, because['target-against-direction']({ calculation, current }), wanted)
    : propose(wanted, calculation);
}

const metricOf = (worker: Worker, metric: string): number | undefined =>
  Object.hasOwn(worker.metrics, metric) ? worker.metrics[metric] : undefined;

const mean = (values: readonly { readonly value: number; readonly weight: number }[]): number =>
  values.reduce((sum, { value, weight }) => sum + value * weight, 0) / unitsOf(values);
