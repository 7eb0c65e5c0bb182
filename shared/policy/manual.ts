import * as z from 'zod';
import { becauseText, workerCount as count, forms, instant, valueError } from '../model/index.ts';

/** Names and ARNs of callers. */
const LONGEST_NAME = 2048;
/** More are never in force at once: one of the group and one of the stage, for each direction. */
const MOST_PAUSES = 10;

const paused = forms(
  [z.literal(true), z.enum(['out', 'in'])],
  valueError('', 'not-one-of', { values: ['true', 'out', 'in'] }),
);
const who = {
  by: z.string().min(1).max(LONGEST_NAME),
  because: becauseText.optional(),
};

/**
 * What somebody has set by hand beside the policy, and that ends by itself: it counts before `until`. A pause without
 * `until` lasts until somebody ends it.
 */
export const manual = z.object({
  pauses: z
    .array(z.object({ paused, until: instant.optional(), ...who }))
    .max(MOST_PAUSES)
    .default([]),
  /** The size of the group. With `beyondBounds`, the bounds of the policy do not apply. */
  scale: z.object({ workers: count, until: instant, beyondBounds: z.boolean().optional(), ...who }).optional(),
});

export type ManualControl = z.output<typeof manual>;
export type ManualPause = ManualControl['pauses'][number];
export type ManualScale = NonNullable<ManualControl['scale']>;
