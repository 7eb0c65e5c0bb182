import type { Reason } from '../../model/index.ts';
import type { GroupState, Overflow, Requested } from '../../state/index.ts';

/** What groups have asked other regions for, and what other regions ask of them; both in the state of the group. */
export interface OverflowRecords {
  /** Stores what the group asks another region for; null if nothing. The revision stays. */
  noteAsked(group: string, overflow: Overflow | null): Promise<void>;
  /**
   * Stores what other regions ask of the group, also during a claim. With `isNews` it makes the group due at `now` and
   * raises the revision, so that no evaluation that has read the earlier state can claim. Writes nothing and returns
   * `false` if the revision has changed since `state` was read.
   */
  noteRequested(state: GroupState, requested: Requested, now: number, isNews: boolean): Promise<boolean>;
}

/** What another region has answered, or why it has not. */
export type RegionAnswer = { readonly document: unknown } | { readonly failed: Reason };

/** The stacks of the same stage in other regions. */
export interface OtherRegions {
  readonly stage: string;
  /** The name of this region. */
  own(): Promise<string>;
  /** Sends a message to the stack in a region, once, and waits for its answer for a short time. Never throws. */
  send(region: string, message: object): Promise<RegionAnswer>;
}
