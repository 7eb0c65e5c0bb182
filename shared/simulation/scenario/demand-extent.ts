import type { DemandSteps } from './demand-steps.ts';
import { NeededWorkers } from './needed-workers.ts';
import { type Scenario, workerRateOf } from './scenario.ts';

export interface Extent {
  /** The number of steps. */
  readonly count: number;
  /** Whole workers that the highest step needs; at least 1. Infinity if they are too many for a number. */
  readonly peak: number;
}

/** Reads the demand once. */
export function demandExtent({ steps }: DemandSteps, scenario: Scenario): Extent {
  let [count, highest] = [0, 1];
  const needed = new NeededWorkers(scenario);
  const rate = workerRateOf(scenario);
  for (const value of steps) {
    count += 1;
    const workers = needed.of(value / rate);
    highest = Math.max(highest, Number.isNaN(workers) ? Infinity : workers);
  }
  return { count, peak: highest };
}
