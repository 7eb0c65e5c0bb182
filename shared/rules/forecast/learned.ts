import * as z from 'zod';
import { FORECASTS, figures, learnedFields } from '../forecasting/index.ts';

const calibrated = z.lazy(() =>
  z.strictObject({
    by: z.enum(FORECASTS),
    /** Seconds after which demand is alike. */
    season: z.number().positive(),
    /** What the forecast is to be raised by, in logarithms of (demand + ½). */
    raise: z.number().min(-20).max(20),
    weights: figures,
    /** A season before, one figure a step, around the moment of the newest reading. */
    before: figures,
    seen: z.number().min(0),
  }),
);

export const learned = z.strictObject({ kind: z.literal('forecast'), ...learnedFields, calibrated });
export type Learned = z.output<typeof learned>;
export type Calibrated = z.output<typeof calibrated>;
