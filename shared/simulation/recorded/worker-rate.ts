import { definitionOf, formulaOf, metricSource, type Policy } from '../../policy/index.ts';
import { usedRules, workOf } from '../../rules/index.ts';
import { USUAL_LOAD } from '../engine/run.ts';
import { isRate, type Signal } from '../scenario/signals.ts';
import type { RecordedDemand } from './demand.ts';
import { type RecordedSeries, SATURATED_PERCENT } from './derive.ts';
import { alignedTo, inSlots } from './slots.ts';
import type { RecordedWorkers } from './workers.ts';

/** A policy and the signals that its metrics measure. */
export interface PolicyRead {
  readonly policy: Policy;
  readonly signals: ReadonlyMap<string, Signal>;
}

/** A value of a scenario field and a description of its origin. */
export interface Taken {
  readonly value: number;
  readonly from: string;
}

/** Below this utilization, most of a worker's load is not its actual work. */
const IDLE_PERCENT = 5;

/** The rate per worker that a rule states directly. */
export function statedRate(policies: readonly PolicyRead[]): Taken | undefined {
  for (const read of policies) {
    for (const rule of usedRules(read.policy)) {
      const { capacity } = workOf(rule);
      const unit = capacity ? valueOfUnit(capacity.metric, read) : 0;
      if (capacity && unit > 0) return { value: capacity.value / unit, from: `perWorker of the rule ${rule.name}` };
    }
  }
  return undefined;
}

/** The metric's value for one unit per second. For a formula, the first metric of demand in it counts that unit. */
function valueOfUnit(name: string, { policy, signals }: PolicyRead): number {
  const formula = formulaOf(definitionOf(name, policy.metrics));
  if (!formula) return secondsOf(policy, name);
  const { names, evaluate } = formula;
  const counted = names.find((metric) => DEMAND_SIGNALS.includes(signals.get(metric)));
  const shown = evaluate((metric) =>
    metric === counted ? secondsOf(policy, metric) : definitionOf(metric, policy.metrics) === undefined ? 1 : 0,
  );
  return counted === undefined ? 0 : (shown ?? 0);
}

const DEMAND_SIGNALS: readonly (Signal | undefined)[] = ['demand', 'demandPerWorker'];

/** Rules compare with the metric's value: for a sum, that of a whole period. Returns the seconds that a value covers. */
function secondsOf(policy: Policy, name: string): number {
  const source = metricSource(name, policy.metrics);
  return source?.statistic === 'Sum' ? source.period : 1;
}

/** The rate per worker implied by a rule's target load per worker. */
export function aimedRate(policies: readonly PolicyRead[]): Taken | undefined {
  for (const { policy, signals } of policies) {
    for (const rule of usedRules(policy)) {
      const { target } = workOf(rule);
      if (!target) continue;
      const signal = signals.get(target.metric);
      const isLoadPerWorker = signal === 'demandPerWorker' || (signal === 'demand' && target.isTotal);
      if (!isLoadPerWorker) continue;
      const from = `the target of the rule ${rule.name}, assumed to be ${100 * USUAL_LOAD} % of a worker's capacity`;
      return { value: target.value / secondsOf(policy, target.metric) / USUAL_LOAD, from };
    }
  }
  return undefined;
}

/** Arrivals per busy worker, if both arrivals and utilization were recorded. */
export function measuredRate(
  { points, period }: RecordedDemand,
  series: readonly RecordedSeries[],
  workers: RecordedWorkers | null,
): Taken | undefined {
  const utilization = series.find(({ signal, points: some }) => signal === 'utilization' && some.length > 1);
  if (!utilization || !workers) return undefined;
  const slots = inSlots(points, period);
  let [arrived, busy] = [0, 0];
  alignedTo(slots, utilization.points).forEach((percent, slot) => {
    if (percent === undefined || percent < IDLE_PERCENT || percent >= SATURATED_PERCENT) return;
    const from = slots.start + slot * period * 1000;
    busy += (percent / 100) * (workers.serving(from, from + period * 1000) ?? 0);
    arrived += slots.figures[slot] ?? 0;
  });
  const from = `measured: arrivals per busy worker, from ${utilization.name}`;
  return busy > 0 && arrived > 0 ? { value: arrived / busy, from } : undefined;
}

/** Metrics in units of demand, which cannot be derived from the number of busy workers alone. */
export const unitMetrics = (policies: readonly PolicyRead[]): string[] =>
  policies.flatMap(({ signals }) => [...signals].flatMap(([name, signal]) => (isRate(signal) ? [name] : [])));
