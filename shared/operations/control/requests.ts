import * as z from 'zod';
import { atMost, becauseText, positiveDuration, workerCount } from '../../model/index.ts';

/** What lasts longer belongs in the policy. */
export const LONGEST_CONTROL_SECONDS = 30 * 86_400;

const lasts = atMost(positiveDuration, LONGEST_CONTROL_SECONDS);
const direction = z.enum(['out', 'in']).optional().meta({ description: 'Both directions without it.' });
const because = becauseText.meta({ description: 'Why; it is shown in status and in every decision.' });

/** The bodies of requests, for commands and the API alike. */
export const pauseRequest = z.strictObject({
  direction,
  for: lasts
    .optional()
    .meta({ description: 'Ends by itself after that; without it, when somebody resumes the group.' }),
  because,
});

export const resumeRequest = z.strictObject({ direction, because });

export const scaleRequest = z.strictObject({
  workers: workerCount.meta({ description: 'The size of the group: a floor and a ceiling.' }),
  for: lasts.meta({ description: 'Afterwards, the rules decide again.' }),
  because,
  force: z
    .boolean()
    .default(false)
    .meta({ description: 'Also beyond capacity.min and capacity.max, but never beyond guards.' }),
});

export const endScaleRequest = z.strictObject({ because });

export type PauseRequest = z.output<typeof pauseRequest>;
export type ResumeRequest = z.output<typeof resumeRequest>;
export type ScaleRequest = z.output<typeof scaleRequest>;
export type EndScaleRequest = z.output<typeof endScaleRequest>;
