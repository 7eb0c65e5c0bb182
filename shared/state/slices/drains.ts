import { fields, flag, list, moment, optional, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/** Activities whose workers drain, to be completed once `until` has passed. Written by the activity that holds the claim. */
export const drainsSlice = slice({
  name: 'drains',
  schemaVersion: 1,
  shape: list(
    fields({
      activity: text,
      until: moment,
      /** Still to be terminated; a worker whose drain was canceled is no longer among them. */
      workers: list(text),
      /** The group may have them back when it must grow: they are too many, not unhealthy. */
      cancelable: flag,
      /** Workers that report that they are busy go on past `until`. */
      waitForBusy: optional(flag),
      /** Some had lost their drain tag at the deadline: they were tagged again, once, and the deadline was extended. */
      extended: optional(flag),
    }),
  ),
  empty: [],
});

export type Drain = Shaped<typeof drainsSlice.shape>[number];
