/**
 * The workers of a fleet one by one, because their prices differ. The fleet decides when how many workers come and go; the
 * roster, which ones. Workers are in the order of their launches, those that boot last: `from` and `to` are positions.
 */
export interface Roster {
  /** Call it first in every step. `at`: ms since the epoch. */
  begin(index: number, at: number): void;
  launched(count: number): void;
  /** So many of the workers at these positions are removed, and billed until this step. */
  retired(from: number, to: number, count: number, until: number): void;
  /** One of the workers at these positions is interrupted. */
  interrupted(from: number, to: number): void;
  /** Counts what the step costs, in dollars. Call it last in every step. */
  charged(): Charge;
}

export interface Charge {
  readonly usd: number;
  /** What the spot workers would have cost more on demand. */
  readonly savedUsd: number;
}
