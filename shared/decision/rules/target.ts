import type { RuleOf, Worker } from '../../policy/index.ts';
import { ceilWorkers, isWithin } from '../arithmetic.ts';
import { launching } from '../fleet.ts';
import type { Situation } from '../situation.ts';
import { figure, workersText } from '../words.ts';
import { abstain, noData, propose, type Vote } from './vote.ts';

type TargetRule = RuleOf<'target'>;
type Aim = Pick<TargetRule, 'metric' | 'value' | 'tolerance' | 'per' | 'scaleIn'>;

/**
 * Keeps a metric at its target: capacity = ⌈ratio × counted workers⌉ with ratio = metric ÷ value.
 * Source: the Kubernetes HPA, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function target(rule: TargetRule, situation: Situation): Vote {
  const total = situation.readings.latest(rule.metric);
  const prefersEach = rule.per === 'group' || total === undefined;
  if (prefersEach && isMeasuredEach(rule.metric, situation)) {
    return unlessShrinking(rule, situation, perWorkerValues(rule, situation));
  }
  return total === undefined ? noData(rule.metric) : towards(rule, situation, total);
}

/** The vote on one figure for the whole group, however it was come by. */
export function towards(aim: Aim, situation: Situation, metric: number): Vote {
  const vote = aim.per === 'worker' ? sharedTotal(aim, situation, metric) : groupAverage(aim, situation, metric);
  return unlessShrinking(aim, situation, vote);
}

function unlessShrinking({ scaleIn }: Aim, { current }: Situation, vote: Vote): Vote {
  if (scaleIn || vote.kind !== 'propose' || vote.capacity > current) return vote;
  return abstain(`${vote.because}; this rule never shrinks the group`);
}

const isMeasuredEach = (metric: string, { fleet }: Situation): boolean =>
  fleet.workers.some((worker) => worker.state === 'ready' && metricOf(worker, metric) !== undefined);

/** The metric is an average over the ready workers. */
function groupAverage(rule: Aim, { current, fleet }: Situation, metric: number): Vote {
  const counted = fleet.counts.ready;
  const ratio = metric / rule.value;
  const says = `${rule.metric} ${figure(metric)} is ${figure(ratio)} × the target ${figure(rule.value)}`;
  if (isWithin(ratio, rule.tolerance)) return propose(current, `${says}, inside the tolerance`);
  if (counted === 0) return propose(current, `${says}, but no worker is ready, so the average says nothing yet`);
  const wanted = ceilWorkers(ratio * counted);
  return withoutReversal(ratio, wanted, current, `${says}; ${workersText(counted)} × ${figure(ratio)} = ${wanted}`);
}

/** The metric is a total that the workers share, such as requests a second. It starts a group from zero. */
function sharedTotal(rule: Aim, { current }: Situation, metric: number): Vote {
  const wanted = ceilWorkers(metric / rule.value);
  const says = `${rule.metric} ${figure(metric)} ÷ ${figure(rule.value)} a worker = ${wanted}`;
  if (current > 0 && isWithin(metric / (rule.value * current), rule.tolerance)) {
    return propose(current, `${says}, inside the tolerance of ${workersText(current)}`);
  }
  return propose(wanted, says);
}

/**
 * Every worker has its own value: workers whose value is missing are assumed to speak against the change.
 * Source: calcPlainMetricReplicas in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator.go
 */
function perWorkerValues(rule: TargetRule, { current, fleet }: Situation): Vote {
  const ready = fleet.workers.filter((worker) => worker.state === 'ready');
  const values = ready.map((worker) => metricOf(worker, rule.metric)).filter((value) => value !== undefined);
  const ratio = mean(values) / rule.value;
  const missing = ready.length - values.length;
  const warming = launching(fleet);
  const says = `${rule.metric} averages ${figure(mean(values))} on ${workersText(values.length)}, ${figure(ratio)} × the target ${figure(rule.value)}`;

  const filled = [...values];
  const assumed: string[] = [];
  if (ratio > 1 && warming > 0) {
    filled.push(...Array<number>(warming).fill(0));
    assumed.push(`${warming} warming as 0`);
  }
  if (ratio !== 1 && missing > 0) {
    const assumption = ratio < 1 ? rule.value : 0;
    filled.push(...Array<number>(missing).fill(assumption));
    assumed.push(`${missing} without data as ${figure(assumption)}`);
  }
  const after = mean(filled) / rule.value;
  const counting = assumed.length === 0 ? says : `${says}; counting ${assumed.join(' and ')} it is ${figure(after)} ×`;
  if (isWithin(after, rule.tolerance)) return propose(current, `${counting}, inside the tolerance`);
  if (after > 1 !== ratio > 1) return propose(current, `${counting}, the other way, so nothing changes`);
  const wanted = ceilWorkers(after * filled.length);
  const product = `${workersText(filled.length)} × ${figure(after)} = ${wanted}`;
  return withoutReversal(after, wanted, current, `${counting}; ${product}`);
}

/** A number that moves against the metric's direction is refused: a hot group never shrinks, a cool one never grows. */
function withoutReversal(ratio: number, wanted: number, current: number, because: string): Vote {
  const reverses = ratio > 1 ? wanted < current : wanted > current;
  return reverses
    ? propose(current, `${because}, against the metric's direction, so ${current} stays`)
    : propose(wanted, because);
}

const metricOf = (worker: Worker, metric: string): number | undefined =>
  Object.hasOwn(worker.metrics, metric) ? worker.metrics[metric] : undefined;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
