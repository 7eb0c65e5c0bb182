import { type Random, seededRandom } from '../random.ts';
import { poisson } from '../scenario/poisson.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** What goes wrong with workers, the same for the same seed. */
export interface Failures {
  /** Whether a launch brings nothing. */
  refuses(): boolean;
  /** Of so many workers, those that are taken away within a step. */
  interrupted(workers: number): number;
  /** A number in [0, 1). */
  readonly chance: Random;
}

/** A stream of its own, so that failures do not change the demand's noise. */
const STREAM = 0x9e3779b9;

export function failuresOf({ failures, seed, tick }: Scenario): Failures {
  const chance = seededRandom(seed ^ STREAM);
  const { capacityErrors, interruptionsPerHour } = failures;
  const within = 1 - Math.exp((-interruptionsPerHour * tick) / 3600);
  return {
    refuses: () => capacityErrors > 0 && chance() < capacityErrors,
    interrupted: (workers) => (within > 0 ? Math.min(workers, poisson(workers * within, chance)) : 0),
    chance,
  };
}
