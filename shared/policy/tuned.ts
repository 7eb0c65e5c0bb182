import * as z from 'zod';
import { instant } from './instant.ts';

/**
 * Ways to say what demand will be when a worker launched now serves. `learned` is a regression on the others' inputs;
 * `learnedPeak` one on the highest of the two minutes from then on, so that a rise is met by few launches of several.
 */
export const FORECASTS = ['last', 'minute', 'trend', 'season', 'day', 'learned', 'learnedPeak'] as const;
export type ForecastName = (typeof FORECASTS)[number];

/** How a forecast's usual miss is kept: over 20 minutes, over 4 hours, or over 12 hours apart for each kind of moment. */
export const SPREADS = ['quick', 'state'] as const;
export type SpreadName = (typeof SPREADS)[number];

const figure = z.number().min(-1e15).max(1e15);
const seconds = z.number().min(0).max(86_400);
/** Of a season three hours by the minute, or a forecast's few. */
const figures = z.array(figure).max(2000);

const timing = z.strictObject({ step: seconds.min(1), boot: seconds, drain: seconds, delay: seconds });

const want = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('forecast'),
    forecast: z.enum(FORECASTS),
    spread: z.enum(SPREADS),
    times: z.number().min(-100).max(100),
  }),
  z.strictObject({ by: z.literal('headroom'), load: z.number().gt(0).max(1), window: seconds }),
]);

const common = {
  /** Start of the newest reading that was seen. */
  at: instant,
  /** The rule's own figures, as text: what was found for others does not hold. */
  basis: z.string().max(2000),
  timing,
};

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

const calibrated = z.strictObject({
  by: z.enum(FORECASTS),
  /** Seconds after which demand is alike. */
  season: z.number().positive(),
  /** What the forecast is to be raised by, in logarithms of (demand + ½). */
  raise: z.number().min(-20).max(20),
  weights: figures,
  /** A season before, one figure a step, around the moment of the newest reading. */
  before: figures,
  seen: z.number().min(0),
});

/** What a rule that tunes itself found out on recorded demand: kept in the group's state, and found again without it. */
export const tuned = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('objective'), ...common, winner }),
  z.strictObject({ kind: z.literal('forecast'), ...common, calibrated }),
]);

export type Tuned = z.output<typeof tuned>;
export type TunedOf<Kind extends Tuned['kind']> = Extract<Tuned, { kind: Kind }>;
/** What a tournament leaves behind: all that the group needs until the next one. Plain data, to be kept as JSON. */
export type Winner = z.output<typeof winner>;
export type Calibrated = z.output<typeof calibrated>;
/** A simple policy: what is wanted, for how many seconds a higher want is held, and how coarse its changes are. */
export type Candidate = Winner['candidate'];
/** How many workers are wanted: a forecast and some times its usual miss, or a share of a recent peak kept free. */
export type Want = Candidate['want'];
