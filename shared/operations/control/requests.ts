import * as z from 'zod';
import { atMost, becauseText, positiveDuration, workerCount } from '../../model/index.ts';

/** What lasts longer belongs in the policy. */
export const LONGEST_CONTROL_SECONDS = 30 * 86_400;

const lasts = atMost(positiveDuration, LONGEST_CONTROL_SECONDS);
const direction = z.enum(['out', 'in']).optional().meta({ description: 'out or in; without it, both directions.' });
const because = becauseText.meta({ description: 'The reason; status and every decision show it.' });

/** The bodies of requests, for commands and the API alike. */
export const pauseRequest = z.strictObject({
  direction,
  for: lasts.optional().meta({ description: 'How long the pause lasts; without it, until somebody ends it.' }),
  because,
});

export const resumeRequest = z.strictObject({ direction, because });

export const scaleRequest = z.strictObject({
  workers: workerCount.meta({ description: 'The size of the group: a floor and a ceiling.' }),
  for: lasts.meta({ description: 'How long the size is set; then the rules decide again.' }),
  because,
  force: z
    .boolean()
    .default(false)
    .meta({ description: 'Allows a size beyond capacity.min and capacity.max, but never beyond guards.' }),
});

export const endScaleRequest = z.strictObject({ because });

export type PauseRequest = z.output<typeof pauseRequest>;
export type ResumeRequest = z.output<typeof resumeRequest>;
export type ScaleRequest = z.output<typeof scaleRequest>;
export type EndScaleRequest = z.output<typeof endScaleRequest>;
