import type { Decision } from '../decision/index.ts';
import type { Tick } from '../simulation/index.ts';

/** Who is told of a play as it goes: of each decision, then of the step that it was made in. */
export interface Sink {
  decided(decision: Decision): void;
  step(tick: Tick): void;
}
