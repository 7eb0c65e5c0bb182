import { ceilWorkers, isWithin, launching, type Reason, type Worker } from '../../model/index.ts';
import { because as ruleBecause } from '../common/reasons.ts';
import { abstain, noData, propose, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './reasons.ts';
import type { TargetRule } from './schema.ts';

type Aim = Pick<TargetRule, 'metric' | 'value' | 'tolerance' | 'per' | 'scaleIn'>;

/**
 * Keeps a metric at its target: capacity = ⌈ratio × counted workers⌉ with ratio = metric ÷ value.
 * Source: the Kubernetes HPA, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function recommend(rule: TargetRule, context: RuleContext): Recommendation {
  const total = context.readings.latest(rule.metric);
  const prefersEach = rule.per === 'group' || total === undefined;
  if (prefersEach && isMeasuredEach(rule.metric, context)) {
    return unlessShrinking(rule, context, perWorkerValues(rule, context));
  }
  return total === undefined ? noData(rule.metric) : towards(rule, context, total);
}

/** The recommendation on one figure for the whole group. */
export function towards(aim: Aim, context: RuleContext, metric: number): Recommendation {
  const recommended = aim.per === 'worker' ? sharedTotal(aim, context, metric) : groupAverage(aim, context, metric);
  return unlessShrinking(aim, context, recommended);
}

function unlessShrinking({ scaleIn }: Aim, { current }: RuleContext, recommended: Recommendation): Recommendation {
  if (scaleIn || recommended.kind !== 'propose' || recommended.capacity > current) return recommended;
  return abstain(ruleBecause['no-scale-in']({ cause: recommended.reason }));
}

const isMeasuredEach = (metric: string, { fleet }: RuleContext): boolean =>
  fleet.workers.some((worker) => worker.state === 'ready' && metricOf(worker, metric) !== undefined);

/** The metric is an average over the ready workers. */
function groupAverage(rule: Aim, { current, fleet }: RuleContext, metric: number): Recommendation {
  const counted = fleet.counts.ready;
  const ratio = metric / rule.value;
  const average = { metric: rule.metric, value: metric, target: rule.value };
  if (isWithin(ratio, rule.tolerance)) return propose(current, because['target-within-tolerance'](average));
  if (counted === 0) return propose(current, because['target-no-ready-worker'](average));
  const wanted = ceilWorkers(ratio * counted);
  return withoutReversal(
    ratio,
    wanted,
    current,
    because['target-average']({ ...average, workers: counted, ratio, capacity: wanted }),
  );
}

/** The metric is a total that the workers share, such as requests a second. It starts a group from zero. */
function sharedTotal(rule: Aim, { current }: RuleContext, metric: number): Recommendation {
  const wanted = ceilWorkers(metric / rule.value);
  const total = { metric: rule.metric, value: metric, perWorker: rule.value };
  if (current > 0 && isWithin(metric / (rule.value * current), rule.tolerance)) {
    return propose(current, because['target-total-within-tolerance']({ ...total, workers: current }));
  }
  return propose(wanted, because['target-total']({ ...total, capacity: wanted }));
}

/**
 * Every worker has its own value: workers whose value is missing are assumed to speak against the change.
 * Source: calcPlainMetricReplicas in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator.go
 */
function perWorkerValues(rule: TargetRule, { current, fleet }: RuleContext): Recommendation {
  const ready = fleet.workers.filter((worker) => worker.state === 'ready');
  const values = ready.map((worker) => metricOf(worker, rule.metric)).filter((value) => value !== undefined);
  const average = mean(values);
  const ratio = average / rule.value;
  const missing = ready.length - values.length;
  const warming = launching(fleet);
  const assumed = ratio < 1 ? rule.value : 0;
  const counted = {
    warming: ratio > 1 ? warming : 0,
    missing: ratio !== 1 ? missing : 0,
  };
  const filled = [
    ...values,
    ...Array<number>(counted.warming).fill(0),
    ...Array<number>(counted.missing).fill(assumed),
  ];
  const after = mean(filled);
  const afterRatio = after / rule.value;
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
    return propose(current, because['target-per-worker-within-tolerance'](found));
  if (afterRatio > 1 !== ratio > 1) return propose(current, because['target-per-worker-undecided'](found));
  const wanted = ceilWorkers(afterRatio * filled.length);
  const calculation = { ...found, counted: filled.length, ratio: afterRatio, capacity: wanted };
  return withoutReversal(afterRatio, wanted, current, because['target-per-worker'](calculation));
}

/** Discards a number that moves against the direction of the metric: above its target the group never shrinks, below it never grows. */
function withoutReversal(ratio: number, wanted: number, current: number, calculation: Reason): Recommendation {
  const reverses = ratio > 1 ? wanted < current : wanted > current;
  return reverses
    ? propose(current, because['target-against-direction']({ calculation, current }))
    : propose(wanted, calculation);
}

const metricOf = (worker: Worker, metric: string): number | undefined =>
  Object.hasOwn(worker.metrics, metric) ? worker.metrics[metric] : undefined;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
