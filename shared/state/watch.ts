import * as z from 'zod';
import { moment, slice } from './slice.ts';

/** Conditions of which a person is notified when they last. */
export const WATCHED = ['cannot-launch', 'no-data', 'replacing-in-loop', 'at-max'] as const;
export type WatchedCondition = (typeof WATCHED)[number];

/** Since when the group has been in which condition. Written by evaluations when a condition starts, lasts or ends. */
export const watchSlice = slice({
  name: 'watch',
  schemaVersion: 1,
  schema: z.strictObject({
    conditions: z
      .array(
        z.strictObject({
          condition: z.enum(WATCHED),
          since: moment,
          /** Somebody has been notified, and will be when it ends. */
          notified: z.boolean(),
        }),
      )
      .readonly(),
  }),
  empty: { conditions: [] },
});

export type Watch = z.output<typeof watchSlice.schema>;
export type WatchEntry = Watch['conditions'][number];
