import * as z from 'zod';
import { instant } from '../../model/index.ts';

/** A figure, seconds, and a list of figures of what was learned. */
const learnedFigure = z.number().min(-1e15).max(1e15);
export const seconds = z.number().min(0).max(86_400);
/** A drain may take a year. A member of a warm pool comes back after a boot, which takes up to a day, and some minutes. */
const longSeconds = z
  .number()
  .min(0)
  .max(366 * 86_400);
/** Of a season three hours by the minute, or a forecast's few. */
export const figures = z.array(learnedFigure).max(2000);

/** What everything that was learned on recorded demand has. */
export const learnedFields = {
  /** Start of the newest reading that was seen. */
  at: instant,
  /** The rule's own figures, as text: what was found for others does not hold. */
  basis: z.string().max(2000),
  timing: z.strictObject({
    step: seconds.min(1),
    boot: seconds,
    drain: longSeconds,
    delay: seconds,
    pool: z.strictObject({ size: z.int().min(0).max(1e6), start: seconds, back: longSeconds }).optional(),
  }),
};
