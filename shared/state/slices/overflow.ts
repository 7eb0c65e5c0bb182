import type { ObservedOverflow } from '../../policy/index.ts';
import { count, fields, mapOf, moment, nullable, optional, reason, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/**
 * What the group has asked another region for, and what that region has answered; null if it has asked for nothing.
 * Written by evaluations of the group, after its resize.
 */
export const overflowSlice = slice({
  name: 'overflow',
  schemaVersion: 1,
  shape: nullable(
    fields({
      region: text,
      /** When it asked last. */
      at: moment,
      workers: count,
      /** The request ends then unless it is renewed. */
      until: moment,
      /** What ran there when the other region answered last, if it knew. */
      elsewhere: optional(fields({ at: moment, workers: count, ready: count })),
      /** Since when no request arrives, and why. */
      failing: optional(fields({ since: moment, because: reason })),
    }),
  ),
  empty: null,
});

export type Overflow = NonNullable<Shaped<typeof overflowSlice.shape>>;

/**
 * What groups of the same name in other regions ask of this one, by region. What has ended stays until it is replaced.
 * Written by the function that receives the requests, at any moment, also during a resize.
 */
export const requestedSlice = slice({
  name: 'requested',
  schemaVersion: 1,
  shape: mapOf(
    fields({
      workers: count,
      /** By the clock of the other region: an older request does not replace a newer one. */
      sentAt: moment,
      until: moment,
    }),
  ),
  empty: {},
});

export type Requested = Shaped<typeof requestedSlice.shape>;

/** What an observation shows of it; undefined for a group that neither asks nor has been asked. */
export function observedOverflow(overflow: Overflow | null, requested: Requested): ObservedOverflow | undefined {
  const all = Object.entries(requested).map(([from, { workers, until }]) => ({ from, workers, until }));
  if (overflow === null && all.length === 0) return undefined;
  return {
    ...(all.length > 0 && { requested: all }),
    ...(overflow && {
      asked: {
        region: overflow.region,
        workers: overflow.workers,
        until: overflow.until,
        running: overflow.elsewhere?.workers,
      },
    }),
  };
}
