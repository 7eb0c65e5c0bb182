import * as z from 'zod';
import { atMost, becauseText, forms, positiveDuration, valueError, workerCount } from '../../model/index.ts';

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

const why = becauseText.optional().meta({ description: 'The reason; status and the audit trail show it.' });

const VERSION = valueError('', 'invalid-value', { expected: 'must be the number of a version, such as 4' });

/** Workers are replaced by new ones. */
export const replaceRequest = z.strictObject({
  version: forms([z.int().min(1).max(1e15), z.string().regex(/^[1-9]\d{0,14}$/, { error: VERSION.message })], VERSION)
    .transform(String)
    .optional()
    .meta({ description: 'The version of the launch template. Without it, the version that the policy names.' }),
  all: z.boolean().optional().meta({ description: 'Also replace workers that have this version already.' }),
  because: why,
});

/** What is done with a rollout in progress. */
export const rolloutRequest = z.strictObject({
  action: z.enum(['pause', 'resume', 'rollback', 'cancel']).meta({
    description:
      'pause: replace no more workers until it is resumed. resume: continue a paused rollout. rollback: replace the new workers with what ran before; during a rollback, go forward again. cancel: end the rollout, and leave all workers as they are.',
  }),
  because: why,
});

export type ReplaceRequest = z.output<typeof replaceRequest>;
export type RolloutRequest = z.output<typeof rolloutRequest>;
export type PauseRequest = z.output<typeof pauseRequest>;
export type ResumeRequest = z.output<typeof resumeRequest>;
export type ScaleRequest = z.output<typeof scaleRequest>;
export type EndScaleRequest = z.output<typeof endScaleRequest>;
