import { THROUGH } from '../../model/index.ts';
import { count, fields, list, mapOf, moment, nullable, oneOf, optional, reason, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/** What launches use, in the words of the provider, such as the version of a template. */
const spec = mapOf(text);

/**
 * The last rollout of the group: its workers are replaced by others that are launched from another version; null if there
 * was none. Operators write it to start, pause, resume and roll back; evaluations write what became of it. How far it is
 * follows from the workers.
 */
export const rolloutSlice = slice({
  name: 'rollout',
  schemaVersion: 1,
  shape: nullable(
    fields({
      id: text,
      /** `starting`: somebody asked for it, and no evaluation has looked at it yet. */
      status: oneOf('starting', 'running', 'paused', 'rolling-back', 'rolled-back', 'done', 'canceled', 'stopped'),
      /** The version that somebody named: it stays, whatever the policy means meanwhile. */
      version: optional(text),
      /** Workers that match are replaced as well. */
      all: optional(oneOf(true)),
      /** What the new workers are; absent while it is starting. */
      to: optional(spec),
      /** What ran before; absent if that is not known. */
      from: optional(spec),
      /** What the policy meant when it started. Another meaning ends what the rollout holds launches to. */
      insteadOf: optional(spec),
      /** The workers go back to `from`. */
      isBack: optional(oneOf(true)),
      started: fields({
        at: moment,
        /** Who; absent if Headcount started it, because of `why`. */
        by: optional(text),
        through: optional(oneOf(...THROUGH)),
        because: optional(text),
        from: optional(text),
        why: optional(reason),
      }),
      /** Why it rolls back, is paused, or has stopped. */
      because: optional(reason),
      /** A worker of the new version was healthy for long enough: launches use this version. */
      proven: optional(oneOf(true)),
      /** How many workers were to be replaced when it started. */
      total: count,
      /** Replacements that failed. */
      failed: list(text),
      /** Workers that had failed before the rollout was turned forward again. They no longer count as failures. */
      failedBefore: optional(list(text)),
      /** How many checkpoints it has passed. */
      passed: count,
      /** It waits at a checkpoint. */
      bakingUntil: optional(moment),
      /** The workers that are replaced at once, for a policy with a delay: since when, and when that ended. */
      batch: optional(fields({ at: moment, endedAt: optional(moment) })),
      endedAt: optional(moment),
    }),
  ),
  empty: null,
});

export type Rollout = NonNullable<Shaped<typeof rolloutSlice.shape>>;
