import type { Description, PoolWorker } from '../../providers/index.ts';
import type { GroupState, Pool, PoolMember } from '../../state/index.ts';
import { terminatedIds } from '../observe/workers/present.ts';

/** How long a listing may be older than what the state says of a member. */
const LISTED_LATE_MS = 300_000;

/** Whether a member was parked so recently that EC2 may still list it as running. */
export const isParkedLately = ({ parkedAt = 0 }: Pick<PoolMember, 'parkedAt'>, now: number): boolean =>
  parkedAt > now - LISTED_LATE_MS;

/** What the state keeps of a member that is parked now. `stopped`: those that should have hibernated, and are only stopped. */
export const parkedNow = (
  { id, since }: Pick<PoolMember, 'id' | 'since'>,
  stopped: readonly string[],
  now: number,
): PoolMember => ({ id, since, parkedAt: now, ...(stopped.includes(id) && { stopped: true }) });

type Listed = Pick<Description, 'workers' | 'ended' | 'members'>;

/**
 * What is described, without the members of the warm pool. The tags say who is one, but a listing may be some minutes old:
 * what was started lately is none any more, and what has returned lately is one already.
 */
export function withoutMembers<Of extends Listed>(
  description: Of,
  { pool, provider: { launched, terminated } }: Pick<GroupState, 'pool' | 'provider'>,
  now: number,
): Of & { readonly members: readonly PoolWorker[] } {
  const { workers, ended, members = [] } = description;
  const lately = now - LISTED_LATE_MS;
  const isStarting = new Set(launched.filter(({ warm, at }) => warm && at > lately).map(({ id }) => id));
  const isBack = new Set(pool.members.filter(({ since }) => since > lately).map(({ id }) => id));
  if (isStarting.size + members.length + pool.members.length === 0) return { ...description, members };
  const isTerminated = terminatedIds(terminated, now);
  const since = new Map(pool.members.map((each) => [each.id, each.since]));
  // One that was started may still be listed as stopped, and so may one that another evaluation starts at this moment.
  const mayStart = new Set([...isStarting, ...pool.members.map(({ id }) => id)]);
  return {
    ...description,
    workers: workers.filter(({ id }) => !isBack.has(id)),
    ended: ended.filter(({ id, isStopped }) => !isBack.has(id) && !(isStopped && mayStart.has(id))),
    members: members
      .filter(({ id }) => !isStarting.has(id) && !isTerminated.has(id))
      .map((each) => ({ ...each, firstLaunchedAt: Math.min(since.get(each.id) ?? now, each.launchedAt) })),
  };
}

/** The members to remember: those that are there, and those that may not be listed yet. The same list if nothing changed. */
export function membersAfter(
  { members: known, refusedAt = 0 }: Pick<Pool, 'members' | 'refusedAt'>,
  members: readonly PoolWorker[],
  now: number,
): readonly PoolMember[] {
  const lately = now - LISTED_LATE_MS;
  const there = new Set(members.map(({ id }) => id));
  const isKnown = new Set(known.map(({ id }) => id));
  const kept = known.filter(
    ({ id, since, refusedAt: of = 0 }) => there.has(id) || Math.max(since, refusedAt, of) > lately,
  );
  const added = members
    .filter(({ id }) => !isKnown.has(id))
    .map(({ id, launchedAt }) => ({ id, since: Math.min(now, launchedAt) }));
  return kept.length === known.length && added.length === 0 ? known : [...kept, ...added];
}
