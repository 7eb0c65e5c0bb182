import { fields, list, moment, oneOf, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/**
 * Workers that the provider has announced to take. Appended by on-worker-event, one write each and at any moment, so the
 * schema version is the entry's; an evaluation removes those of workers that are gone.
 */
export const noticesSlice = slice({
  name: 'notices',
  /** Version 2 added `ended`. */
  schemaVersion: 2,
  shape: list(
    fields({
      id: text,
      /** When it was announced; for an interruption, when Headcount learned of it. */
      at: moment,
      /** `interruption`: the worker is taken within minutes; `rebalance`: it is likely to be; `ended`: it is gone. */
      kind: oneOf('interruption', 'rebalance', 'ended'),
    }),
  ),
  empty: [],
});

export type InterruptionNotice = Shaped<typeof noticesSlice.shape>[number];
