import type { DemandSteps } from '../world/demand-steps.ts';
import { ticksIn, type World, workerRateOf } from '../world/world.ts';
import { deadlineOptimum } from './deadlines.ts';
import { LevelOptimum } from './levels.ts';

/**
 * Billed worker-hours of the best that anyone could do who knew the demand in advance, after the burn-in: nothing lost,
 * nothing late. What an autoscaler costs above it is the price of not knowing. `min`: workers always there.
 * Of whole tasks it is an estimate: there, work is taken to flow, and of tasks that take longer than they may wait not
 * only the start but all the work is taken to be due.
 */
export function optimumHours(demand: DemandSteps, world: World, min: number): number {
  const overhead = ticksIn(world.boot, world) + ticksIn(world.drain, world);
  const loads = { [Symbol.iterator]: () => scored(demand, world) };
  if (world.kind === 'queue') {
    const within = ticksIn(world.startWithin, world);
    return inHours(deadlineOptimum(loads, { overhead, min, within }), world);
  }
  const levels = new LevelOptimum(overhead, min);
  for (const load of loads) levels.add(load);
  return inHours(levels.workerTicks, world);
}

const inHours = (workerTicks: number, { tick }: World): number => (workerTicks * tick) / 3600;

/** The demand after the burn-in, in worker-ticks. */
function* scored({ steps }: DemandSteps, world: World): Generator<number> {
  const rate = workerRateOf(world);
  let left = ticksIn(world.burnIn, world);
  for (const units of steps) {
    if (left > 0) left -= 1;
    else yield units / rate;
  }
}
