import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, ticksIn, workerRateOf } from '../scenario/scenario.ts';
import { deadlineOptimum } from './deadlines.ts';
import { LossyOptimum } from './lossy.ts';

/** Billed worker-hours after the burn-in, with perfect foresight. */
export interface Optimum {
  /** No work is lost or late. */
  readonly hours: number;
  /**
   * At most so many percent of the demand are lost. Null for a queue, where nothing is lost, and late tasks are served
   * nevertheless.
   */
  losing(percent: number): number | null;
}

/**
 * The least that a policy could have needed. The cost of an autoscaler above this is the cost of uncertainty. `min`: minimum
 * number of workers. EC2's billed minute is left out, because boot and drain seldom take less.
 * For whole tasks it is an estimate, because it treats work as fluid, and requires tasks longer than `startWithin` to be
 * completed, not only started, within that time.
 */
export function optimumOf(demand: DemandSteps, scenario: Scenario, min: number): Optimum {
  const overhead = ticksIn(scenario.boot, scenario) + ticksIn(scenario.drain, scenario);
  const loads = { [Symbol.iterator]: () => scored(demand, scenario) };
  if (scenario.kind === 'queue') {
    const within = ticksIn(scenario.startWithin, scenario);
    return { hours: inHours(deadlineOptimum(loads, { overhead, min, within }), scenario), losing: () => null };
  }
  const optimum = new LossyOptimum(loads, { overhead, min });
  return {
    hours: inHours(optimum.lossless, scenario),
    losing: (percent) => inHours(optimum.losing(percent / 100), scenario),
  };
}

/** See {@link optimumOf}: the hours in which no work is lost or late. */
export const optimumHours = (demand: DemandSteps, scenario: Scenario, min: number): number =>
  optimumOf(demand, scenario, min).hours;

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
