import type { Reason } from '../../model/index.ts';
import {
  type Drawn,
  lightestFor,
  moduleFor,
  type PoolWorker,
  type WarmPool,
  warmPoolOf,
} from '../../providers/index.ts';
import { REFILL_AFTER } from '../../rightsize/index.ts';
import type { Pool, PoolMember } from '../../state/index.ts';
import { because } from '../because.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { PoolIntent } from '../model.ts';
import type { DecidedContext, GroupContext, WorkersContext } from '../observe/group-context.ts';
import { backoffAfter } from '../plan/launch-backoff.ts';
import { autoChange } from './auto.ts';
import { fillOf, NO_FILL } from './fill.ts';
import { isParkedLately, membersAfter } from './members.ts';
import { sizeInForce } from './observed.ts';
import { isPrepared, isReadyIn } from './startable.ts';

/** What the warm pool of a group needs now. */
export interface PoolStep {
  /** Null: nothing, or nothing now. */
  readonly intent: PoolIntent | null;
  readonly notes: readonly Reason[];
  readonly drawn: Drawn | null;
  /** What is to be remembered. */
  readonly change: Partial<Pool>;
  /** Something is left to do or to wait for, so that the group is evaluated on every tick. */
  readonly isOpen: boolean;
}

/**
 * What to do for the warm pool while the group itself needs nothing: members that are not to be kept go, those that are
 * prepared are parked, and what is missing is launched.
 */
export async function poolStep(
  context: GroupContext,
  token: string,
  dependencies: Pick<EvaluationDependencies, 'providers'>,
): Promise<PoolStep> {
  const { policy, decision, paused, members, now } = context;
  const { pool: before } = context.state;
  const known = membersAfter(before, members, now);
  const change = { ...(known !== before.members && { members: known }), ...autoChange(context, decision) };
  const idle = { intent: null, notes: [], drawn: null, change };
  const state = { ...context.state, pool: { ...before, ...change } };
  const { provider } = policy;
  if (!provider || paused !== false) return { ...idle, isOpen: false };
  const pool = state.policy.deleting ? null : warmPoolOf(provider);
  const sorted = sortedOut({ ...context, state }, pool, known);
  // While a group is resized, or about to be, its members are for that.
  const isQuiet = decision.direction === 'hold' && !context.hasSettled;
  const { drop, dropped, park, missing, unhealthy } = sorted;
  const isOpen = drop.length + park.length + missing > 0 || sorted.isUnderWay;
  if (!isQuiet) return { ...idle, isOpen };
  const backoff = backoffNow(before.backoff, { unhealthy, isFull: !isOpen }, now);
  // Workers that return fill the pool, too. An earlier refill would leave no room for them.
  const isEarly = pool?.reuse === true && now - (state.decision.lastOutAt ?? 0) < REFILL_AFTER * 1000;
  const fill =
    missing > 0 && !isEarly && unhealthy === 0 ? await fillOf(context, missing, token, dependencies) : NO_FILL;
  const short = fill.plan === null ? [] : [because['pool-short'](sorted.there)];
  const intent: PoolIntent = {
    kind: 'pool',
    provider: provider.kind,
    plan: fill.plan,
    count: fill.count,
    park,
    state: pool?.state ?? 'stopped',
    drop,
  };
  const isSomething = fill.plan !== null || park.length + drop.length > 0;
  const notes = [...dropped, ...short, ...fill.notes];
  return {
    intent: isSomething ? intent : null,
    notes,
    drawn: fill.drawn,
    change: { ...change, ...(backoff !== before.backoff && { backoff }) },
    isOpen,
  };
}

/** Members that are never ready would be launched again and again, so their refills wait as those that fail. */
function backoffNow(
  before: Pool['backoff'],
  { unhealthy, isFull }: { readonly unhealthy: number; readonly isFull: boolean },
  now: number,
): Pool['backoff'] {
  if (unhealthy === 0) return isFull ? null : before;
  const cause = because['pool-dropped']({ members: unhealthy, why: 'unhealthy' });
  return backoffAfter(before, { kind: 'dropped', because: cause }, now);
}

/** What `size: auto` learns from a resize. The pool itself stays as it is. */
export const learnt = (context: DecidedContext): PoolStep => ({
  intent: null,
  notes: [],
  drawn: null,
  isOpen: true,
  change: autoChange(context, context.decision),
});

interface Sorted {
  readonly drop: readonly string[];
  readonly dropped: readonly Reason[];
  readonly park: readonly string[];
  readonly missing: number;
  /** The members that stay for now, and how many there should be. */
  readonly there: { readonly members: number; readonly size: number; readonly old: number };
  /** How many of those that go are unhealthy. */
  readonly unhealthy: number;
  readonly isUnderWay: boolean;
}

/** Which members are terminated, which are stopped or hibernated, and how many are missing. */
function sortedOut(
  { policy, state, decision, members, workers, now }: WorkersContext,
  pool: WarmPool | null,
  known: readonly PoolMember[],
): Sorted {
  const { provider } = policy;
  const size = pool === null ? 0 : sizeInForce(policy, state);
  // More than the group may still grow by could never be started.
  const wanted = Math.min(size, Math.ceil(Math.max(0, policy.capacity.max - decision.desired) / lightestFor(provider)));
  const since = new Map(known.map((each) => [each.id, each.since]));
  const ageOf = ({ id }: PoolWorker): number => (now - (since.get(id) ?? now)) / 1000;
  const mayGo = members.filter((each) => !each.protected && each.busy !== true);
  const outdated = (provider && moduleFor(provider).outdatedMembers?.(provider, members, workers)) ?? new Set();
  const bad = mayGo.filter(({ id, unhealthy }) => outdated.has(id) || unhealthy !== null);
  const usable = members.filter((each) => !bad.includes(each) && !outdated.has(each.id));
  const old = usable.filter((each) => pool !== null && ageOf(each) > pool.maxAge);
  const good = usable.filter((each) => !old.includes(each));
  const { warmup } = policy;
  const ready = good.filter((each) => isReadyIn(pool, each, warmup, now));
  const byAge = (some: readonly PoolWorker[]) => some.toSorted((one, other) => ageOf(other) - ageOf(one));
  // An old member is terminated when a new one has taken its place.
  const oldGoing = byAge(old.filter((each) => mayGo.includes(each))).slice(
    0,
    Math.max(0, ready.length + old.length - wanted),
  );
  const surplus = byAge(good.filter((each) => mayGo.includes(each))).slice(0, Math.max(0, good.length - size));
  const drop = [...bad, ...oldGoing, ...surplus].map(({ id }) => id);
  const isGoing = new Set(drop);
  const isSettling = new Set(known.filter((each) => isParkedLately(each, now)).map(({ id }) => id));
  const up = mayGo.filter((each) => each.rest === 'up' && isPrepared(each, warmup, now) && !isGoing.has(each.id));
  const park =
    pool === null || pool.state === 'running' ? [] : up.map(({ id }) => id).filter((id) => !isSettling.has(id));
  const listed = new Set(members.map(({ id }) => id));
  const coming = known.filter(({ id }) => !listed.has(id)).length;
  const isWaiting = up.length > park.length && pool !== null && pool.state !== 'running';
  const isUnderWay =
    isWaiting || coming > 0 || members.some((each) => !isPrepared(each, warmup, now) || each.rest === 'going');
  const isOutdated = ({ id }: PoolWorker) => outdated.has(id);
  const unhealthy = bad.filter((each) => !isOutdated(each));
  const named = (some: readonly PoolWorker[], why: 'outdated' | 'unhealthy' | 'old' | 'surplus'): Reason[] =>
    some.length === 0 ? [] : [because['pool-dropped']({ members: some.length, why })];
  return {
    drop,
    dropped: [
      ...named(bad.filter(isOutdated), 'outdated'),
      ...named(unhealthy, 'unhealthy'),
      ...named(oldGoing, 'old'),
      ...named(surplus, 'surplus'),
    ],
    unhealthy: unhealthy.length,
    park,
    missing: Math.max(0, wanted - good.length - coming),
    there: {
      members: members.length + coming - drop.length,
      size: wanted,
      old: old.length - oldGoing.length,
    },
    isUnderWay,
  };
}
