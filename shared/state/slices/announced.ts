import { count, either, fields, flag, list, nullable, oneOf, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/** What the last events said, so that only a change is published. Written by evaluations. */
export const announcedSlice = slice({
  name: 'announced',
  schemaVersion: 1,
  shape: fields({
    /** What holds the group; null if nothing does, or nothing was published. */
    heldBy: nullable(text),
    paused: either(flag, oneOf('out', 'in')),
    /** Workers that were announced as unhealthy. */
    unhealthy: list(text),
    budget: nullable(oneOf('near', 'exhausted')),
    /** Whether another region was asked for workers, or could not be. */
    overflow: nullable(oneOf('started', 'failed')),
    /** The capacity that a decision with `dryRun` asked for. */
    dryRun: nullable(count),
  }),
  empty: { heldBy: null, paused: false, unhealthy: [], budget: null, overflow: null, dryRun: null },
});

export type Announced = Shaped<typeof announcedSlice.shape>;
