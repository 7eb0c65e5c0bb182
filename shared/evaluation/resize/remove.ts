import { lazyModule, unitsOf } from '../../model/index.ts';
import type { ManagedWorker, Terminated } from '../../providers/index.ts';
import type { Drain, GroupState } from '../../state/index.ts';
import type { Activity, RemovalIntent } from '../model.ts';
import { withTerminated } from '../observe/workers/present.ts';
import { parkedNow } from '../pool/members.ts';
import type { Returned } from '../pool/return.ts';
import type { SettledChange } from '../ports.ts';
import type { Executed, ResizeDependencies } from './settle.ts';
import { endable } from './unfinished.ts';

/** How long a worker that could not be terminated is not chosen again. */
const SKIPPED_SECONDS = 600;

const NOBODY: Terminated = { gone: [], reasons: [] };

/** Marks the workers and stops sending them work. A later evaluation terminates them. */
export async function startDraining(
  { group, id }: Activity,
  intent: RemovalIntent,
  drain: number,
  state: GroupState,
  { providers, clock }: ResizeDependencies,
): Promise<Executed> {
  const { workers, plan, cancelable } = intent;
  const now = clock();
  // After a late takeover, the workers get their whole drain, because the crashed evaluation may not have marked them.
  const until = intent.drainUntil > now ? intent.drainUntil : now + drain;
  await providers.of(intent.provider).startDraining({ group, workers, plan }, until);
  const { waitForBusy } = intent;
  const drains = [...state.drains, { activity: id, until, workers, cancelable, ...(waitForBusy && { waitForBusy }) }];
  const provider = { shortfall: shortfallAfter(state, intent), replacementsInFlight: stillInFlight(state, intent) };
  return { outcome: null, status: 'draining', change: { drains, provider } };
}

/** Terminates the workers of a policy without a drain. */
export async function endNow(
  activity: Activity,
  intent: RemovalIntent,
  state: GroupState,
  described: readonly ManagedWorker[],
  dependencies: ResizeDependencies,
): Promise<Executed> {
  const { group } = activity;
  const { workers, plan, cancelable } = intent;
  const provider = dependencies.providers.of(intent.provider);
  const back = await returnedOf(activity, intent, workers, { state, plan }, dependencies);
  const { parked: returned } = back;
  const order = { group, workers: without(workers, returned), plan };
  const { gone, reasons } = await provider.terminate(order, { evenBusy: !cancelable, drained: false });
  const kept = without(order.workers, gone);
  const now = dependencies.clock();
  const change = afterTermination(state, intent, keptOf(kept, described, state), now, {
    launched: state.provider.launched.filter(({ id }) => !workers.includes(id)),
    terminated: withTerminated(state.provider.terminated, gone, now),
    shortfall: shortfallAfter(state, intent),
    replacementsInFlight: stillInFlight(state, intent),
  });
  const status = kept.length === 0 ? 'done' : 'partial';
  const outcome = { kind: 'remove' as const, terminated: gone, ...(returned.length > 0 && { returned }) };
  return { outcome, status, change: { ...change, ...withReturned(state, back, now) }, kept, reasons };
}

/**
 * Terminates workers that have reported that they have drained or are idle, and after the deadline all of them but those
 * that the drain waits for. A worker that cannot be terminated, because its owner or the provider protects it, becomes capacity again.
 */
export async function endDrained(
  activity: Activity,
  intent: RemovalIntent,
  drain: Drain,
  state: GroupState,
  described: readonly ManagedWorker[],
  dependencies: ResizeDependencies,
): Promise<Executed> {
  const { group } = activity;
  const { plan } = intent;
  const provider = dependencies.providers.of(intent.provider);
  const now = dependencies.clock();
  const isOver = drain.until <= now;
  const untagged = isOver && !drain.extended ? unmarked(drain, described) : [];
  if (untagged.length > 0) return extend(activity, intent, drain, untagged, state, dependencies);

  const ending = endable(drain, described, now);
  const options = { evenBusy: drain.waitForBusy !== true && (isOver || !intent.cancelable), drained: true };
  const back = await returnedOf(activity, intent, ending, { state, plan: null }, dependencies);
  const { parked: returned } = back;
  const order = { group, workers: without(ending, returned), plan };
  const { gone: ended, reasons } = order.workers.length > 0 ? await provider.terminate(order, options) : NOBODY;
  const left = without(drain.workers, [...ended, ...returned]);
  const kept = isOver ? without(ending, [...ended, ...returned]) : [];
  if (kept.length > 0) await provider.cancelDrain(group, kept);

  const draining = without(left, kept);
  const goesOn = draining.length > 0;
  const provided = {
    launched: state.provider.launched.filter(({ id }) => !ended.includes(id) && !returned.includes(id)),
    terminated: withTerminated(state.provider.terminated, ended, now),
  };
  const others = state.drains.filter((each) => each.activity !== activity.id);
  return {
    outcome: outcomeOf(activity, intent, { ended, returned, left }),
    status: goesOn ? 'draining' : left.length === 0 ? 'done' : 'partial',
    change: {
      ...(goesOn && kept.length === 0
        ? { provider: provided }
        : afterTermination(state, intent, keptOf(kept, described, state), dependencies.clock(), provided)),
      drains: goesOn ? [...others, { ...drain, workers: draining }] : others,
      ...withReturned(state, back, now),
    },
    kept,
    reasons,
  };
}

function outcomeOf(
  { outcome }: Activity,
  { workers }: RemovalIntent,
  { ended, returned, left }: Readonly<Record<'ended' | 'returned' | 'left', readonly string[]>>,
): Executed['outcome'] {
  const before = outcome?.kind === 'remove' ? outcome : { terminated: [], returned: [] };
  const terminated = [...before.terminated, ...without(ended, before.terminated)];
  const { returned: earlier = [] } = before;
  const back = [...earlier, ...without(returned, earlier)];
  const canceledDrains = workers.length - terminated.length - back.length - left.length;
  return {
    kind: 'remove',
    terminated,
    ...(canceledDrains > 0 && { canceledDrains }),
    ...(back.length > 0 && { returned: back }),
  };
}

const returning = lazyModule(() => import('../pool/return.ts'));

/** Those of the workers that are back in the warm pool. Few policies have workers that return. */
const returnedOf = async (
  activity: Activity,
  intent: RemovalIntent,
  workers: readonly string[],
  known: { readonly state: GroupState; readonly plan: unknown },
  dependencies: ResizeDependencies,
): Promise<Returned> =>
  intent.returns && workers.length > 0
    ? (await returning()).returned(activity, intent, workers, known, dependencies)
    : { parked: [] };

/** The warm pool with the workers that returned to it. */
function withReturned(
  { pool }: GroupState,
  { parked: ids, stopped = [] }: Returned,
  now: number,
): Pick<SettledChange, 'pool'> {
  if (ids.length === 0) return {};
  const others = pool.members.filter(({ id }) => !ids.includes(id));
  const returned = ids.map((id) => parkedNow({ id, since: now }, stopped, now));
  return { pool: { ...pool, members: [...others, ...returned] } };
}

const stillInFlight = ({ provider }: GroupState, { replaced }: RemovalIntent): number =>
  Math.max(0, provider.replacementsInFlight - replaced);

/** What is renewed in place is missing until its replacement comes, and is not lost. */
const shortfallAfter = ({ provider }: GroupState, { renews }: RemovalIntent): number =>
  renews === undefined ? 0 : provider.shortfall + renews;

/** Workers without their drain mark. An evaluation that ran longer than its lease may have removed it. */
function unmarked({ workers }: Drain, described: readonly ManagedWorker[]): string[] {
  const bare = new Set(described.filter(({ drainingUntil }) => drainingUntil === null).map(({ id }) => id));
  return workers.filter((id) => bare.has(id));
}

/** Marks workers without their drain mark again, and extends the deadline. */
async function extend(
  { id, group, startedAt, outcome }: Activity,
  intent: RemovalIntent,
  drain: Drain,
  untagged: readonly string[],
  state: GroupState,
  { providers, clock }: ResizeDependencies,
): Promise<Executed> {
  const until = clock() + intent.drainUntil - startedAt;
  await providers.of(intent.provider).startDraining({ group, workers: untagged, plan: null }, until);
  const others = state.drains.filter((each) => each.activity !== id);
  const drains = [...others, { ...drain, until, extended: true }];
  return { outcome, status: 'draining', change: { drains } };
}

interface Kept {
  readonly id: string;
  readonly weight: number;
}

/** These workers with the capacity that they are. */
function keptOf(ids: readonly string[], described: readonly ManagedWorker[], { provider }: GroupState): Kept[] {
  if (ids.length === 0) return [];
  const there = new Map(described.map((worker) => [worker.id, worker]));
  return ids.map((id) => {
    const { weight, details } = there.get(id) ?? {};
    return { id, weight: weight ?? provider.weights?.[details?.instanceType ?? ''] ?? 1 };
  });
}

/** Workers that stay are capacity again, and are not chosen for a while. */
function afterTermination(
  { decision: { desired }, provider: { terminationSkipped } }: GroupState,
  { renews }: RemovalIntent,
  kept: readonly Kept[],
  now: number,
  provider: NonNullable<SettledChange['provider']>,
): Pick<SettledChange, 'decision' | 'provider'> {
  const before = terminationSkipped.filter(({ until }) => until > now);
  const until = now + SKIPPED_SECONDS * 1000;
  const skipped = [...before, ...kept.map(({ id }) => ({ id, until }))];
  return {
    provider: { ...provider, terminationSkipped: skipped },
    ...(kept.length > 0 && renews === undefined && { decision: { desired: (desired ?? 0) + unitsOf(kept) } }),
  };
}

const without = (ids: readonly string[], gone: readonly string[]): string[] => {
  const isGone = new Set(gone);
  return ids.filter((id) => !isGone.has(id));
};
