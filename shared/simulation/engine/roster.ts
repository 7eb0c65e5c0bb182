/**
 * The workers of a fleet one by one, because their prices or weights differ. The fleet decides when how much capacity comes
 * and goes; the roster, which workers. Amounts and positions are units of capacity: workers, unless they have weights.
 * Workers are in the order in which they become ready: `at`, `from` and `to` are positions.
 */
export interface Roster {
  readonly isWeighted: boolean;
  /** Workers that are there, without those that are only billed. */
  readonly size: number;
  /** With those that are only billed. */
  readonly billed: number;
  /** Call it first in every step. `at`: ms since the epoch. */
  begin(index: number, at: number): void;
  /**
   * Launches this many units, ahead of those at this position. Whenever they are removed, they are billed until the step
   * `least`, or longer. Returns how many came: workers are whole, so it may be more.
   */
  launched(units: number, at: number, least: number): number;
  /**
   * Removes at most this many units of the workers at these positions, which are billed until this step, or until their
   * `least` if that is later.
   * A worker that is heavier than what is left stays.
   */
  retired(from: number, to: number, units: number, until: number): readonly Removed[];
  /** One of the workers at these positions is interrupted. Returns its units. */
  interrupted(from: number, to: number): number;
  /** How many workers these positions are. */
  workersIn(from: number, to: number): number;
  /** Counts what the step costs, in dollars; null if nothing is known of prices. Call it last in every step. */
  charged(): Charge | null;
}

/** Removed workers, in units of capacity. */
export interface Removed {
  readonly units: number;
  /** The step in which their bill ends. */
  readonly until: number;
}

export interface Charge {
  readonly usd: number;
  /** What the spot workers would have cost more on demand. */
  readonly savedUsd: number;
}
