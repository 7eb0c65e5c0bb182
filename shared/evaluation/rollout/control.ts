import type { Actor } from '../../model/index.ts';
import type { Rollout } from '../../state/index.ts';
import { becauseOfRollout } from './because.ts';

/** Why what somebody asks of a rollout is not possible. */
export type RolloutRefusal = 'nothing-in-progress' | 'not-paused' | 'nothing-to-return-to';

/** How many failures a rollout remembers by id. No rollout tolerates more. */
export const MOST_FAILED = 1000;

/** The states in which a rollout goes on, or would without a pause. */
const IN_PROGRESS: readonly Rollout['status'][] = ['starting', 'running', 'rolling-back', 'paused'];
export const isInProgress = ({ status }: Pick<Rollout, 'status'>): boolean => IN_PROGRESS.includes(status);

interface Asked {
  readonly id: string;
  /** The version that somebody named. */
  readonly version?: string | undefined;
  /** Also workers that match are replaced. */
  readonly all?: boolean | undefined;
  readonly actor: Actor;
  /** ms since the epoch. */
  readonly now: number;
}

/** A rollout that somebody asks for. It replaces one that is in progress. The next evaluation starts it. */
export const newRollout = ({ id, version, all = false, actor, now }: Asked): Rollout => ({
  id,
  status: 'starting',
  total: 0,
  failed: [],
  passed: 0,
  ...(version !== undefined && { version }),
  ...(all && { all: true }),
  started: {
    at: now,
    by: actor.by,
    through: actor.through,
    ...(actor.because !== undefined && { because: actor.because }),
    ...(actor.from !== undefined && { from: actor.from }),
  },
});

/** Nothing is replaced until it is continued. */
export function held(rollout: Rollout, actor: Actor): Rollout | RolloutRefusal {
  if (!isInProgress(rollout)) return 'nothing-in-progress';
  if (rollout.status === 'paused') return rollout;
  return { ...rollout, status: 'paused', because: byHand(actor) };
}

/** It pauses or rolls back again with the next failure that is too many. */
export function continued({ because: _, ...rollout }: Rollout): Rollout | RolloutRefusal {
  if (!isInProgress(rollout)) return 'nothing-in-progress';
  if (rollout.status !== 'paused') return 'not-paused';
  if (!rollout.to) return { ...rollout, status: 'starting' };
  return { ...rollout, status: rollout.isBack ? 'rolling-back' : 'running' };
}

/** The workers stay as they are. Launches use what the policy says. */
export function canceled(rollout: Rollout, actor: Actor, now: number): Rollout | RolloutRefusal {
  if (!isInProgress(rollout)) return 'nothing-in-progress';
  const { bakingUntil: _, batch: __, ...ended } = rollout;
  return { ...ended, status: 'canceled', because: byHand(actor), endedAt: now };
}

/**
 * Back to what ran before. A rollback in progress goes forward again. One that has ended does not: a request that is
 * repeated must not launch the version that failed.
 */
export function turnedRound(rollout: Rollout, actor: Actor): Rollout | RolloutRefusal {
  if (rollout.status === 'rolled-back') return rollout;
  const { isBack, endedAt: _, bakingUntil: __, batch: ___, proven: ____, ...turning } = rollout;
  if (!rollout.to || !rollout.from) return 'nothing-to-return-to';
  const fresh = { ...turning, because: byHand(actor) };
  if (!isBack || !isInProgress(rollout)) return { ...fresh, status: 'rolling-back', isBack: true };
  const failedBefore = [...(rollout.failedBefore ?? []), ...rollout.failed].slice(-MOST_FAILED);
  return { ...fresh, status: 'running', passed: 0, failed: [], ...(failedBefore.length > 0 && { failedBefore }) };
}

const byHand = ({ by, because }: Actor) =>
  becauseOfRollout['rollout-by-hand']({ by, ...(because !== undefined && { because }) });
