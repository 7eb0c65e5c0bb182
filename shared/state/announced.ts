import * as z from 'zod';
import { slice } from './slice.ts';

/** What the last events said, so that only a change is published. Written by evaluations. */
export const announcedSlice = slice({
  name: 'announced',
  schemaVersion: 1,
  schema: z.strictObject({
    /** What holds the group; null if nothing does, or nothing was published. */
    heldBy: z.string().nullable(),
    paused: z.union([z.boolean(), z.enum(['out', 'in'])]),
    /** Workers that were announced as unhealthy. */
    unhealthy: z.array(z.string()).readonly(),
    budget: z.enum(['near', 'exhausted']).nullable(),
    /** The capacity that a decision with `dryRun` asked for. */
    dryRun: z.int().min(0).nullable(),
  }),
  empty: { heldBy: null, paused: false, unhealthy: [], budget: null, dryRun: null },
});

export type Announced = z.output<typeof announcedSlice.schema>;
