import * as z from 'zod';
import { workerCount as count, instant } from '../model/index.ts';

const MOST_REGIONS = 50;
const region = z.string().min(1).max(32);

/** What groups of the same name in several regions ask of each other. A request counts before `until`. */
export const overflow = z.object({
  /** What other regions ask of this group. */
  requested: z
    .array(z.object({ from: region, workers: count, until: instant }))
    .max(MOST_REGIONS)
    .optional(),
  /** What this group asks of another region; `running`: how many workers it has there, as far as known. */
  asked: z.object({ region, workers: count, until: instant, running: count.optional() }).optional(),
});

export type ObservedOverflow = z.output<typeof overflow>;
