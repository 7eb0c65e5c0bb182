import { dueFrom } from '../../names/index.ts';
import type { Launched, ManagedWorker, Parked, Terminated } from '../../providers/index.ts';
import type { GroupState, Pool } from '../../state/index.ts';
import { because } from '../because.ts';
import type { Activity, PoolIntent, PoolOutcome } from '../model.ts';
import { withTerminated } from '../observe/workers/present.ts';
import { backoffAfter } from '../plan/launch-backoff.ts';
import { leftOut } from '../resize/left-out.ts';
import { type Executed, launchErrors, type ResizeDependencies } from '../resize/settle.ts';
import { parkedNow } from './members.ts';

const NOBODY: Terminated = { gone: [], reasons: [] };
const NOT_PARKED: Parked = { parked: [], stopped: [], reasons: [] };
const NOTHING: Launched = { launched: [], ordered: 0, errors: [] };

/** Carries out an activity of the warm pool. Each of its parts may be repeated. */
export async function keepPool(
  { group, id, startedAt }: Activity,
  { provider: kind, plan, count, park, state: rest, drop }: PoolIntent,
  state: GroupState,
  described: readonly ManagedWorker[],
  { providers, offerings, clock }: ResizeDependencies,
): Promise<Executed> {
  const provider = providers.of(kind);
  const ended = { group, workers: drop, plan: null };
  const { gone } = drop.length > 0 ? await provider.terminate(ended, { evenBusy: false, drained: true }) : NOBODY;
  const order = { group, workers: park, state: rest, returns: false, plan: null };
  const { parked, stopped = [], reasons } = park.length > 0 && provider.park ? await provider.park(order) : NOT_PARKED;
  const { launched, errors } =
    plan === null ? NOTHING : await provider.launch({ group, activity: id, startedAt, plan }, described);
  const now = clock();
  for (const [seconds, keys] of leftOut(errors)) await offerings.note(keys, now + seconds * 1000, now);
  const outcome: PoolOutcome = { kind: 'pool', launched, parked, dropped: gone, errors };
  const isAll = gone.length === drop.length && parked.length === park.length && launched.length >= count;
  const isAny = gone.length + parked.length + launched.length > 0;
  return {
    outcome,
    reasons,
    status: isAll ? 'done' : isAny ? 'partial' : 'failed',
    change: {
      pool: {
        ...state.pool,
        members: membersOf(state.pool, outcome, stopped, now),
        // What was launched may never be ready, as what was launched before.
        ...(count > 0 && launched.length === 0 && { backoff: backoffOf(state.pool, errors, now) }),
      },
      provider: { terminated: withTerminated(state.provider.terminated, gone, now) },
      schedule: { dueAt: dueFrom(state.schedule.dueAt, now) },
    },
  };
}

function membersOf(
  { members }: Pool,
  { launched, parked, dropped }: PoolOutcome,
  stopped: readonly string[],
  now: number,
): Pool['members'] {
  const isGone = new Set(dropped);
  const isParked = new Set(parked);
  const known = new Set(members.map(({ id }) => id));
  return [
    ...members
      .filter(({ id }) => !isGone.has(id))
      .map((member) => (isParked.has(member.id) ? parkedNow(member, stopped, now) : member)),
    ...launched.filter(({ id }) => !known.has(id)).map(({ id }) => ({ id, since: now })),
  ];
}

/** The pool is filled when that is easy: unlike launches, its first failure waits, too. */
function backoffOf({ backoff }: Pool, errors: Launched['errors'], now: number): Pool['backoff'] {
  const cause = launchErrors(errors) ?? because['nothing-launched']({});
  return backoffAfter(backoff, { kind: 'fault', because: cause }, now);
}
