import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, ticksIn, workerRateOf } from '../scenario/scenario.ts';
import { deadlineOptimum } from './deadlines.ts';
import { LevelOptimum } from './levels.ts';

/**
 * Billed worker-hours of the best that anyone could do who knew the demand in advance, after the burn-in: nothing lost,
 * nothing late. What an autoscaler costs above it is the price of not knowing. `min`: workers always there.
 * Of whole tasks it is an estimate: there, work is taken to flow, and of tasks that take longer than they may wait not
 * only the start but all the work is taken to be due.
 */
export function optimumHours(demand: DemandSteps, scenario: Scenario, min: number): number {
  const overhead = ticksIn(scenario.boot, scenario) + ticksIn(scenario.drain, scenario);
  const loads = { [Symbol.iterator]: () => scored(demand, scenario) };
  if (scenario.kind === 'queue') {
    const within = ticksIn(scenario.startWithin, scenario);
    return inHours(deadlineOptimum(loads, { overhead, min, within }), scenario);
  }
  const levels = new LevelOptimum(overhead, min);
  for (const load of loads) levels.add(load);
  return inHours(levels.workerTicks, scenario);
}

const inHours = (workerTicks: number, { tick }: Scenario): number => (workerTicks * tick) / 3600;

/** The demand after the burn-in, in worker-ticks. */
function* scored({ steps }: DemandSteps, scenario: Scenario): Generator<number> {
  const rate = workerRateOf(scenario);
  let left = ticksIn(scenario.burnIn, scenario);
  for (const units of steps) {
    if (left > 0) left -= 1;
    else yield units / rate;
  }
}
