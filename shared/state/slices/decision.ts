import type { Learned } from '../../rules/index.ts';

import {
  count,
  fields,
  list,
  mapOf,
  moment,
  nullable,
  number,
  optional,
  type Shape,
  type Shaped,
  text,
  whole,
} from '../shape.ts';
import { slice } from '../slice.ts';

const datapoint = fields({ at: moment, value: number });
/** The rule that reads it checks the rest. It computes again what it cannot use, such as findings of a later version. */
const tuned = fields({ kind: text, at: moment }, { others: 'kept' }) as unknown as Shape<Learned>;

/** What a group's next decision must know of its earlier ones. Written by evaluations, through `stateAfter`. */
export const decisionSlice = slice({
  name: 'decision',
  schemaVersion: 1,
  shape: fields({
    /** Capacity decided last; null before the first one. */
    desired: nullable(count),
    lastOutAt: nullable(moment),
    lastInAt: nullable(moment),
    ruleFiredAt: mapOf(moment),
    /** What the rules asked for, as runs: each value held from `at` until the next entry. Oldest first. */
    proposals: list(datapoint),
    /** Changes of capacity within the longest limit period. Oldest first. */
    changes: list(fields({ at: moment, by: whole() })),
    /** Evaluations in a row in which a rule with a fallback had no data. */
    missing: mapOf(count),
    /** What rules that tune themselves found out last. Lost, it is found again on the recorded past. */
    tuned: mapOf(tuned),
    /** Past readings of sources that report only the present, where a rule looks at their past. */
    readings: mapOf(list(datapoint)),
    /** How many workers served, from each moment on until the next. Oldest first. */
    serving: optional(list(fields({ at: moment, workers: count }))),
    /** Since when workers are idle, by their ids. */
    idleSince: optional(mapOf(moment)),
  }),
  empty: {
    desired: null,
    lastOutAt: null,
    lastInAt: null,
    ruleFiredAt: {},
    proposals: [],
    changes: [],
    missing: {},
    tuned: {},
    readings: {},
  },
});

export type DecisionMemory = Shaped<typeof decisionSlice.shape>;
/** A proposal that held from `at` until the next one. */
export type Proposal = DecisionMemory['proposals'][number];
export type CapacityChange = DecisionMemory['changes'][number];
