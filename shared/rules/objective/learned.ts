import * as z from 'zod';
import { FORECASTS, figures, learnedFields, seconds } from '../forecasting/index.ts';

/** How a forecast's usual error is kept: over 20 minutes, over 4 hours, or over 12 hours apart for each kind of moment. */
export const SPREADS = ['quick', 'state'] as const;
export type SpreadName = (typeof SPREADS)[number];

const want = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('forecast'),
    forecast: z.enum(FORECASTS),
    spread: z.enum(SPREADS),
    times: z.number().min(-100).max(100),
  }),
  z.strictObject({ by: z.literal('headroom'), load: z.number().gt(0).max(1), window: seconds }),
]);

const winner = z.strictObject({
  candidate: z.strictObject({ want, hold: seconds, coarse: z.number().min(0).max(1) }),
  /** The share it would have lost, whether that is within the objective, and among how many it was chosen. */
  shareLost: z.number().min(0).max(1),
  keeps: z.boolean(),
  of: z.int().min(1),
  /** Seconds of demand seen. */
  seen: z.number().min(0),
  /** The forecast's usual squared miss, by state; below 0 where not known. Empty for a headroom. */
  misses: figures,
  /** Of the learned forecast, if that is the one. */
  weights: figures,
  /** Yesterday, one figure a step, around the moment of the newest reading. */
  dayBefore: figures,
});

export const learned = z.strictObject({ kind: z.literal('objective'), ...learnedFields, winner });
export type Learned = z.output<typeof learned>;
/** What a tournament leaves behind: all that the group needs until the next one. Plain data, to be kept as JSON. */
export type Winner = z.output<typeof winner>;
/** A strategy: what is wanted, for how many seconds a higher want is held, and how coarse its changes are. */
export type Candidate = Winner['candidate'];
/** How many workers are wanted: a forecast and some times its usual error, or a share of a recent peak kept free. */
export type Want = Candidate['want'];
