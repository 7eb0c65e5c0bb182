import { type Random, seededRandom } from '../random.ts';
import { poisson } from '../scenario/poisson.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Random launch failures and interruptions, reproducible from the scenario's seed. */
export interface Failures {
  /** Whether a launch fails for lack of capacity. */
  launchFails(): boolean;
  /** Number of workers interrupted in a step. */
  interrupted(workers: number): number;
  /** A number in [0, 1). */
  readonly chance: Random;
}

/** Separates this random stream from the demand's noise, so that failures do not change the noise. */
const STREAM = 0x9e3779b9;

export function failuresOf({ failures, seed, tick }: Scenario): Failures {
  const chance = seededRandom(seed ^ STREAM);
  const { capacityErrors, interruptionsPerHour } = failures;
  const perStep = 1 - Math.exp((-interruptionsPerHour * tick) / 3600);
  return {
    launchFails: () => capacityErrors > 0 && chance() < capacityErrors,
    interrupted: (workers) => (perStep > 0 ? Math.min(workers, poisson(workers * perStep, chance)) : 0),
    chance,
  };
}
