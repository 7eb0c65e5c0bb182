import * as z from 'zod';
import { moment, slice } from './slice.ts';

/**
 * Workers that the provider has announced to take. Appended by on-worker-event, one write each and at any moment, so the
 * schema version is the entry's; an evaluation removes those of workers that are gone.
 */
export const noticesSlice = slice({
  name: 'notices',
  /** Version 2 added `ended`. */
  schemaVersion: 2,
  schema: z
    .array(
      z.strictObject({
        id: z.string(),
        at: moment,
        /** `interruption`: the worker is taken within minutes; `rebalance`: it is likely to be; `ended`: it is gone. */
        kind: z.enum(['interruption', 'rebalance', 'ended']),
      }),
    )
    .readonly(),
  empty: [],
});

export type InterruptionNotice = z.output<typeof noticesSlice.schema>[number];
