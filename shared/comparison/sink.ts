import type { Decision } from '../decision/index.ts';
import type { Tick } from '../simulation/index.ts';

/** Receives a simulation while it runs: each decision, then the step that it was made in. */
export interface Sink {
  decided(decision: Decision): void;
  step(tick: Tick): void;
}
