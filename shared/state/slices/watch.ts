import { fields, flag, list, moment, oneOf, type Shaped } from '../shape.ts';
import { slice } from '../slice.ts';

/** Conditions of which a person is notified when they last. */
export const WATCHED = ['cannot-launch', 'no-data', 'replacing-in-loop', 'at-max'] as const;
export type WatchedCondition = (typeof WATCHED)[number];

/** Since when the group has been in which condition. Written by evaluations when a condition starts, lasts or ends. */
export const watchSlice = slice({
  name: 'watch',
  schemaVersion: 1,
  shape: fields({
    conditions: list(
      fields({
        condition: oneOf(...WATCHED),
        since: moment,
        /** Somebody has been notified, and will be when it ends. */
        notified: flag,
      }),
    ),
  }),
  empty: { conditions: [] },
});

export type Watch = Shaped<typeof watchSlice.shape>;
export type WatchEntry = Watch['conditions'][number];
