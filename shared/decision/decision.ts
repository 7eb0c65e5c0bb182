import type { Reason } from '../model/index.ts';
import type { BlockedBy } from './outcome.ts';

export type { BlockedBy } from './outcome.ts';

/** What `decide` answers: section 3 of the contract. */
export type Direction = 'out' | 'in' | 'hold';

/** One stage that proposed, changed or stopped the number. `proposed` is null where a stage has no number to give. */
export interface TraceEntry {
  readonly stage: string;
  readonly proposed: number | null;
  readonly reason: Reason;
}

export interface Decision {
  readonly group: string;
  readonly direction: Direction;
  readonly current: number;
  readonly desired: number;
  /** `desired − current`. */
  readonly change: number;
  /** Its code is what changed the outcome, by the name of `blockedBy`; else `scale-out`, `scale-in` or `hold`. */
  readonly reason: Reason;
  /** What kept the outcome from what the rules asked for, in full or in part; null when nothing did. */
  readonly blockedBy: BlockedBy | null;
  /** Workers to remove, in order. Empty when the workers were given as counts. */
  readonly retire: readonly string[];
  /** What the rules together asked for, with the spare workers, before any stage held it back; null when nothing was asked for. */
  readonly proposal: number | null;
  /** Rules that asked for a change in the decision's direction, unless a bound alone, or a size set by hand, made it. Their cooldowns start now. */
  readonly fired: readonly string[];
  /** Rules that had no data. */
  readonly blind: readonly string[];
  readonly trace: readonly TraceEntry[];
}
