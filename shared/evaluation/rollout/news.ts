import { EVENT, type EventType } from '../../names/index.ts';
import type { OutboxNews, Rollout } from '../../state/index.ts';
import { becauseOfEvent } from '../events/because.ts';
import { newsEntry } from '../events/outbox.ts';
import type { Part } from '../events/part.ts';
import type { Happening } from './transition.ts';

/** What to report of a rollout. It is stored together with the rollout as it is after what happened. */
export const rolloutNews = (happenings: readonly Happening[], now: number): Part => ({
  entries: happenings.map((happening) => {
    const [type, reason] = toldOf(happening);
    return newsEntry(type, now, reason, detailOf(happening));
  }),
  announced: {},
});

function toldOf({ kind, rollout, progress, because }: Happening): readonly [EventType, OutboxNews['reason']] {
  const to =
    nameOf(rollout.to) ??
    (rollout.version === undefined ? 'the version that launches use' : `version ${rollout.version}`);
  const from = nameOf(rollout.from);
  const why = because;
  switch (kind) {
    case 'started':
    case 'retargeted':
      return [
        EVENT.rolloutStarted,
        becauseOfEvent['rollout-started']({ to, from, by: rollout.started.by ?? null, why }),
      ];
    case 'checkpoint': {
      const { bakingUntil, passed } = rollout;
      const until = bakingUntil === undefined ? null : new Date(bakingUntil).toISOString();
      return [
        EVENT.rolloutCheckpoint,
        becauseOfEvent['rollout-checkpoint']({ to, share: progress.share, passed, until }),
      ];
    }
    case 'completed':
      return [EVENT.rolloutCompleted, becauseOfEvent['rollout-completed']({ to, total: rollout.total })];
    case 'rolled-back':
      return [EVENT.rolloutRolledBack, becauseOfEvent['rollout-rolled-back']({ to, from, why })];
    default:
      return [EVENT.rolloutFailed, becauseOfEvent['rollout-failed']({ to, from, status: rollout.status, why })];
  }
}

function detailOf({ rollout, progress }: Happening): OutboxNews['detail'] {
  const { id, status, from = null, to = null, total, started } = rollout;
  const { replaced, left, share: percent } = progress;
  return { rollout: id, status, from, to, total, replaced, left, percent, by: started.by ?? null };
}

/** What people know a version by. */
const nameOf = (spec: Rollout['to']): string | null =>
  spec === undefined ? null : spec['version'] === undefined ? (spec['image'] ?? null) : `version ${spec['version']}`;
