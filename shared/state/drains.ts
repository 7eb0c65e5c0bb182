import * as z from 'zod';
import { moment, slice } from './slice.ts';

/** Activities whose workers drain, to be completed once `until` has passed. Written by the activity that holds the claim. */
export const drainsSlice = slice({
  name: 'drains',
  schemaVersion: 1,
  schema: z
    .array(
      z.strictObject({
        activity: z.string(),
        until: moment,
        /** Still to be terminated; a worker whose drain was canceled is no longer among them. */
        workers: z.array(z.string()).readonly(),
        /** The group may have them back when it must grow: they are too many, not unhealthy. */
        cancelable: z.boolean(),
        /** Workers that report that they are busy go on past `until`. */
        waitForBusy: z.boolean().optional(),
        /** Some had lost their drain tag at the deadline: they were tagged again, once, and the deadline was extended. */
        extended: z.boolean().optional(),
      }),
    )
    .readonly(),
  empty: [],
});

export type Drain = z.output<typeof drainsSlice.schema>[number];
