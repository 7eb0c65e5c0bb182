import {
  fields,
  flag,
  list,
  mapOf,
  moment,
  nullable,
  number,
  optional,
  reason,
  type Shaped,
  text,
  whole,
} from '../shape.ts';
import { slice } from '../slice.ts';

/**
 * The warm pool of a group: prepared instances that are no capacity until they are started. Written by evaluations, and by
 * the activity that holds the claim.
 */
export const poolSlice = slice({
  name: 'pool',
  schemaVersion: 1,
  shape: fields({
    /** They are no workers, whatever the provider shows of them: what it lists may be some minutes old. */
    members: list(
      fields({
        id: text,
        /** Since when it is a member: its launch, or its return from the group. */
        since: moment,
        /** When Headcount parked it; absent while it is prepared. */
        parkedAt: optional(moment),
        /** It should have hibernated, and is only stopped. */
        stopped: optional(flag),
        /** When it was not started although it should have been. EC2 may still list it as started. */
        refusedAt: optional(moment),
      }),
    ),
    /** Refills that failed in a row, and how long the next one waits. */
    backoff: nullable(fields({ failures: whole(1), until: moment, because: reason })),
    /** The same of all members, in what was stored before members had it. */
    refusedAt: optional(moment),
    /** What `size: auto` has come to, and why. */
    auto: optional(
      fields({
        at: moment,
        size: whole(0),
        because: reason,
        /** What the pool saves and costs a month, in dollars; absent where prices are not known. */
        savesUsd: optional(number),
        costsUsd: optional(number),
      }),
    ),
    /** How many workers each hour asked for at once, at most, for `size: auto`; by the hour's start in ms. */
    steps: optional(mapOf(whole(0))),
  }),
  empty: { members: [], backoff: null },
});

export type Pool = Shaped<typeof poolSlice.shape>;
export type PoolMember = Pool['members'][number];
