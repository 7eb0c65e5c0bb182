import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, ticksIn, workerRateOf } from '../scenario/scenario.ts';
import { deadlineOptimum } from './deadlines.ts';
import { LevelOptimum } from './levels.ts';

/**
 * Minimum billed worker-hours after the burn-in, with perfect foresight: no work is lost or late. The cost of an
 * autoscaler above this is the cost of uncertainty. `min`: minimum number of workers.
 * For whole tasks it is an estimate, because it treats work as fluid, and requires tasks longer than `startWithin` to be
 * completed, not only started, within that time.
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
