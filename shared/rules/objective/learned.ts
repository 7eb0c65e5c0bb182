import * as z from 'zod';
import { FORECASTS, figures, learnedFields, seconds } from '../forecasting/index.ts';
import { SPREADS } from './strategies/spreads.ts';

const want = z.lazy(() =>
  z.discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('forecast'),
      forecast: z.enum(FORECASTS),
      spread: z.enum(SPREADS),
      times: z.number().min(-100).max(100),
    }),
    z.strictObject({ by: z.literal('headroom'), load: z.number().gt(0).max(1), window: seconds }),
  ]),
);

const winner = z.lazy(() =>
  z.strictObject({
    candidate: z.strictObject({
      want,
      hold: seconds,
      coarse: z.number().min(0).max(1),
      /** So many usual errors more than wanted may stay; results stored earlier lack it. */
      above: z.number().min(0).max(100).optional(),
    }),
    /** What the candidate would have had at the newest reading; results stored earlier lack it. */
    capacity: z.number().min(0).optional(),
    /** Worker-seconds that the group may still pay, and what it had, before the newest reading; results stored earlier lack it. */
    guard: z.strictObject({ credit: z.number(), capacity: z.number().min(0) }).optional(),
    /** The highest demand of the day that ended half an hour before the newest reading, where it is known. */
    highest: z.number().min(0).optional(),
    /** The lowest demand of that day, apart from collapses; results stored earlier lack it. */
    lowest: z.number().min(0).optional(),
    /** The size of the largest jump of that day; results stored earlier lack it. */
    steepest: z.number().min(0).optional(),
    /** The share of demand it would have lost, whether that meets the objective, and the number of strategies compared. */
    shareLost: z.number().min(0).max(1),
    keeps: z.boolean(),
    /** What strategies were allowed to lose where that is less than the objective, and why; results stored earlier lack it. */
    limit: z
      .strictObject({ share: z.number().min(0).max(1), by: z.enum(['history', 'crowd', 'rise', 'minutes', 'future']) })
      .optional(),
    of: z.int().min(1),
    /** Seconds of history. */
    seen: z.number().min(0),
    /** The forecast's usual squared error by state; negative if unknown. Empty for a headroom. */
    misses: figures,
    /** The weights of a learned forecast; empty for other forecasts. */
    weights: figures,
    /** The demand of the day before, one value per step, around the time of the newest reading. */
    dayBefore: figures,
  }),
);

export const learned = z.strictObject({ kind: z.literal('objective'), ...learnedFields, winner });
export type Learned = z.output<typeof learned>;
/** The result of a tournament, which the group uses until the next one. It is plain data for JSON. */
export type Winner = z.output<typeof winner>;
/** A strategy: the wanted capacity, how many seconds a higher one is held, how coarse the changes are, and what may stay. */
export type Candidate = Winner['candidate'];
/** How the wanted capacity is computed: a forecast plus a multiple of its usual error, or headroom above a recent peak. */
export type Want = Candidate['want'];
