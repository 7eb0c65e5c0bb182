import type { Reason } from '../../model/index.ts';

/** What right-sizing has found for a group. Times are ms since the epoch. */
export interface StoredSizing {
  readonly at: number;
  /** The checksum of what the policy said of sizes then. For another policy, it means nothing. */
  readonly of: string;
  /** The types that launches use; empty: those of the policy. */
  readonly types: readonly string[];
  readonly verdict: Reason;
}

export interface GroupSizing {
  /** When an evaluation last asked for it; absent: never. */
  readonly neededAt?: number;
  /** When the daily job last began with it, whatever came of that; absent: never. */
  readonly triedAt?: number;
  readonly sizing?: StoredSizing;
}

/** Right-sizing of the groups that ask for it: evaluations ask, and a daily job answers. */
export interface SizingRecords {
  /** Groups without an item are missing. A copy may be some minutes old. */
  read(groups: readonly string[]): Promise<ReadonlyMap<string, GroupSizing>>;
  /** Notes that the group asks for it. */
  need(group: string, now: number): Promise<void>;
  /** Every group of the stage that has asked for it. */
  all(): Promise<ReadonlyMap<string, GroupSizing>>;
  /** Notes that the daily job begins with the group. */
  tried(group: string, now: number): Promise<void>;
  store(group: string, sizing: StoredSizing): Promise<void>;
}
