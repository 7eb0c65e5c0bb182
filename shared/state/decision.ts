import * as z from 'zod';
import type { Learned } from '../rules/index.ts';

import { moment, slice } from './slice.ts';

const datapoint = z.strictObject({ at: moment, value: z.number() });
/** Checked in depth by the rule that reads it: what it cannot use, it computes again. */
const tuned = z.looseObject({ kind: z.string(), at: moment }) as unknown as z.ZodType<Learned>;

/** What a group's next decision must know of its earlier ones. Written by evaluations, through `stateAfter`. */
export const decisionSlice = slice({
  name: 'decision',
  schemaVersion: 1,
  schema: z.strictObject({
    /** Capacity decided last; null before the first one. */
    desired: z.int().min(0).nullable(),
    lastOutAt: moment.nullable(),
    lastInAt: moment.nullable(),
    ruleFiredAt: z.record(z.string(), moment).readonly(),
    /** What the rules asked for, as runs: each value held from `at` until the next entry. Oldest first. */
    proposals: z.array(datapoint).readonly(),
    /** Changes of capacity within the longest limit period. Oldest first. */
    changes: z.array(z.strictObject({ at: moment, by: z.int() })).readonly(),
    /** Evaluations in a row in which a rule with a fallback had no data. */
    missing: z.record(z.string(), z.int().min(0)).readonly(),
    /** What rules that tune themselves found out last. Lost, it is found again on the recorded past. */
    tuned: z.record(z.string(), tuned).readonly(),
    /** Past readings of sources that report only the present, where a rule looks at their past. */
    readings: z.record(z.string(), z.array(datapoint).readonly()).readonly(),
    /** How many workers served, from each moment on until the next. Oldest first. */
    serving: z
      .array(z.strictObject({ at: moment, workers: z.int().min(0) }))
      .readonly()
      .optional(),
    /** Since when workers are idle, by their ids. */
    idleSince: z.record(z.string(), moment).readonly().optional(),
  }),
  empty: {
    ...{ desired: null, lastOutAt: null, lastInAt: null, ruleFiredAt: {} },
    ...{ proposals: [], changes: [], missing: {}, tuned: {}, readings: {} },
  },
});

export type DecisionMemory = z.output<typeof decisionSlice.schema>;
/** A proposal that held from `at` until the next one. */
export type Proposal = DecisionMemory['proposals'][number];
export type CapacityChange = DecisionMemory['changes'][number];
