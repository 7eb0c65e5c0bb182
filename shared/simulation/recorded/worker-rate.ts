import { definitionOf, formulaOf, metricSource, type Policy } from '../../policy/index.ts';
import { workOf } from '../../rules/index.ts';
import { USUAL_LOAD } from '../engine/run.ts';
import { isRate, type Signal } from '../scenario/signals.ts';
import type { RecordedDemand } from './demand.ts';
import { type RecordedSeries, SATURATED_PERCENT } from './derive.ts';
import { alignedTo, inSlots } from './slots.ts';
import type { RecordedWorkers } from './workers.ts';

/** A policy, and what its metrics measure. */
export interface PolicyRead {
  readonly policy: Policy;
  readonly signals: ReadonlyMap<string, Signal>;
}

/** A field of the scenario with where it was taken from, in words. */
export interface Taken {
  readonly value: number;
  readonly from: string;
}

/** Below this, most of what keeps a worker busy is not its work. */
const IDLE_PERCENT = 5;

/** What a rule says one worker serves, outright. */
export function statedRate(policies: readonly PolicyRead[]): Taken | undefined {
  for (const read of policies) {
    for (const rule of read.policy.rules) {
      const { capacity } = workOf(rule);
      const ofOne = capacity ? shownOfOne(capacity.metric, read) : 0;
      if (capacity && ofOne > 0) return { value: capacity.value / ofOne, from: `perWorker of the rule ${rule.name}` };
    }
  }
  return undefined;
}

/** What a metric shows where one unit arrives a second; of a formula over several, where it is counted by the first. */
function shownOfOne(name: string, { policy, signals }: PolicyRead): number {
  const formula = formulaOf(definitionOf(name, policy.metrics));
  if (!formula) return secondsOf(policy, name);
  const { names, evaluate } = formula;
  const counted = names.find((each) => OF_DEMAND.includes(signals.get(each)));
  const shown = evaluate((each) =>
    each === counted ? secondsOf(policy, each) : definitionOf(each, policy.metrics) === undefined ? 1 : 0,
  );
  return counted === undefined ? 0 : (shown ?? 0);
}

const OF_DEMAND: readonly (Signal | undefined)[] = ['demand', 'demandPerWorker'];

/** Rules compare with the metric's own values: of a sum, those of a whole period. */
function secondsOf(policy: Policy, name: string): number {
  const source = metricSource(name, policy.metrics);
  return source?.statistic === 'Sum' ? source.period : 1;
}

/** What follows from the load for each worker that a rule aims at. */
export function aimedRate(policies: readonly PolicyRead[]): Taken | undefined {
  for (const { policy, signals } of policies) {
    for (const rule of policy.rules) {
      const { target } = workOf(rule);
      if (!target) continue;
      const signal = signals.get(target.metric);
      const isLoadOfOne = signal === 'demandPerWorker' || (signal === 'demand' && target.isTotal);
      if (!isLoadOfOne) continue;
      const from = `the target of the rule ${rule.name}, taken to be ${100 * USUAL_LOAD} % of what a worker can serve`;
      return { value: target.value / secondsOf(policy, target.metric) / USUAL_LOAD, from };
    }
  }
  return undefined;
}

/** Where arrivals and utilization were both recorded: what arrived for each busy worker. */
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
  const from = `measured: what arrived for each busy worker by ${utilization.name}`;
  return busy > 0 && arrived > 0 ? { value: arrived / busy, from } : undefined;
}

/** Metrics in units of demand: busy workers alone cannot be turned into those. */
export const unitMetrics = (policies: readonly PolicyRead[]): string[] =>
  policies.flatMap(({ signals }) => [...signals].flatMap(([name, signal]) => (isRate(signal) ? [name] : [])));
