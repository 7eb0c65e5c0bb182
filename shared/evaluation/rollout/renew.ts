import { isOccupied, pausesIn } from '../../decision/index.ts';
import { fitting, type Reason, unitsOf, type Worker, weightOf } from '../../model/index.ts';
import { isEphemeral, type ManagedWorker } from '../../providers/index.ts';
import { liveUnits } from '../model.ts';
import type { DecidedContext, WorkersContext } from '../observe/group-context.ts';
import { becauseOfRollout } from './because.ts';
import { isReady, unitsAt } from './fleet.ts';
import type { Launching, Rolled } from './rolled.ts';

const NAMED = 3;

/** What to do next to renew workers. */
export interface Renewal {
  /** Workers that may go now: others have proven themselves in their place, or they go first. */
  readonly remove: readonly ManagedWorker[];
  /** Workers in whose place others are launched. */
  readonly launchFor: readonly ManagedWorker[];
  /** All workers that others replace sooner or later with these: they do not count where launches keep to shares. */
  readonly going: readonly ManagedWorker[];
  /** Why nothing more is renewed now. */
  readonly notes: readonly Reason[];
}

const NOTHING: Renewal = { remove: [], launchFor: [], going: [], notes: [] };

/** How many workers are renewed at once. A share is of the workers that are there, at least one. */
export function parallelOf(parallel: number | string, workers: number): number {
  if (typeof parallel === 'number') return parallel;
  return Math.max(1, Math.floor((workers * Number.parseInt(parallel, 10)) / 100));
}

/** The workers to renew now. Only where the group needs nothing else. */
export function renewalNow(context: WorkersContext, rolled: Rolled): Renewal {
  const { decision, paused } = context;
  const { outdated } = rolled;
  const live = context.workers.filter(({ drainingUntil }) => drainingUntil === null);
  const old = live.filter(({ id }) => outdated.has(id));
  if (rolled.isPaused || decision.direction !== 'hold') return { ...NOTHING, notes: rolled.notes };
  if (paused !== false) {
    const { ofPolicy, byHand } = pausesIn(paused === 'in' ? 'in' : 'out', context.policy, context.observation);
    const cause = ofPolicy || byHand;
    const notes = old.length > 0 ? [becauseOfRollout['rollout-waits-pause']({ ...(cause && { cause }) })] : [];
    return { ...NOTHING, notes: [...rolled.notes, ...notes] };
  }
  const unhealthy = old.filter((worker) => worker.unhealthy !== null && !worker.protected);
  if (unhealthy.length > 0 && !rolled.isBack) return waiting('rollout-waits-unhealthy', unhealthy);
  if (isEphemeral(context.policy.provider)) {
    const notes = old.length > 0 ? [becauseOfRollout['rollout-waits-job']({ workers: old.length })] : [];
    return { ...NOTHING, notes };
  }
  const candidates = candidatesIn(context, old);
  const chosen = rolled.settings.capacity === 'in-place' ? inPlace : withSurge;
  const renewal = chosen(context, rolled, live, candidates);
  if (renewal.remove.length + renewal.launchFor.length > 0) return renewal;
  if (candidates.length === 0 && old.length > 0) {
    const kept = old.filter((worker) => worker.protected);
    return kept.length > 0 ? waiting('rollout-waits-protected', kept) : waiting('rollout-waits-busy', old);
  }
  return renewal.notes.length > 0 || rolled.rollout === null
    ? renewal
    : { ...renewal, notes: onTheWay(context, rolled) };
}

/** The workers that a rollout waits for before it replaces others, or before it ends. */
function onTheWay(context: DecidedContext, rolled: Rolled): Reason[] {
  const coming = comingIn(context, rolled);
  const monitored = coming.filter(({ state }) => state !== 'pending' && state !== 'warming').length;
  const [draining, starting] = [leavingIn(context, rolled).length, coming.length - monitored];
  if (draining + coming.length === 0) return [];
  return [becauseOfRollout['rollout-waits-workers']({ draining, starting, monitored })];
}

function waiting(
  code: 'rollout-waits-unhealthy' | 'rollout-waits-protected' | 'rollout-waits-busy',
  workers: readonly ManagedWorker[],
): Renewal {
  return { ...NOTHING, notes: [becauseOfRollout[code](someOf(workers))] };
}

/** The first few by name, and how many others there are. */
function someOf(workers: readonly ManagedWorker[]): { workers: string[]; more: number } {
  const named = workers.slice(0, NAMED).map(({ id }) => id);
  return { workers: named, more: workers.length - named.length };
}

/** Those that may go: idle ones first, then the oldest. Without a drain, a busy one finishes its work first. */
function candidatesIn({ policy }: DecidedContext, old: readonly ManagedWorker[]): ManagedWorker[] {
  const mayGo = old.filter((worker) => !worker.protected && !(isOccupied(worker) && policy.behavior.in.drain === 0));
  const rank = (worker: ManagedWorker) => (isOccupied(worker) ? 1 : 0);
  return mayGo.toSorted(
    (one, other) => rank(one) - rank(other) || one.launchedAt - other.launchedAt || (one.id < other.id ? -1 : 1),
  );
}

interface Counts {
  /** The number of workers that may be renewed at the same time. */
  readonly parallel: number;
  /** How many are on their way, in or out. */
  readonly underWay: number;
  /** Units of capacity beyond the desired ones. */
  readonly surplus: number;
  /** Units of healthy capacity beyond the desired ones. */
  readonly spare: number;
}

/** As the decision looks at them, with those that the provider does not list yet. */
const observedIn = ({ observation: { workers } }: DecidedContext): readonly Worker[] =>
  Array.isArray(workers) ? workers : [];

/** New workers that start, or have not proven themselves. */
const comingIn = (context: DecidedContext, { outdated, unproven }: Rolled): readonly Worker[] =>
  observedIn(context).filter(
    ({ id, state }) =>
      state !== 'draining' && !outdated.has(id) && (state === 'pending' || state === 'warming' || unproven.has(id)),
  );

/** Workers that the rollout replaces and that still drain. */
const leavingIn = (context: DecidedContext, { outdated }: Rolled): readonly Worker[] =>
  observedIn(context).filter(({ id, state }) => state === 'draining' && outdated.has(id));

function countsIn(context: DecidedContext, rolled: Rolled, live: readonly ManagedWorker[]): Counts {
  const { decision, seen, policy, now } = context;
  const { unproven, settings } = rolled;
  const coming = comingIn(context, rolled);
  const ready = live.filter((worker) => isReady(worker, policy.warmup, now) && !unproven.has(worker.id));
  const surplus = Math.max(0, liveUnits(seen) - decision.desired);
  return {
    parallel: parallelOf(settings.parallel, live.length - fitting(live, surplus).length),
    underWay: coming.length + leavingIn(context, rolled).length,
    surplus,
    spare: unitsOf(ready) - decision.desired,
  };
}

/** Whether the next worker is renewed only when nothing is on its way: a pause between batches needs batches. */
const isBatched = ({ settings, isBack, rollout }: Rolled): boolean => rollout !== null && !isBack && settings.delay > 0;

/** A worker goes when another one has proven itself; before that, the other one is launched. */
function withSurge(
  context: DecidedContext,
  rolled: Rolled,
  live: readonly ManagedWorker[],
  candidates: readonly ManagedWorker[],
): Renewal {
  const counts = countsIn(context, rolled, live);
  const remove = removable(candidates, counts, rolled.isBack, context);
  if (remove.length > 0) return { ...NOTHING, remove };
  if (rolled.isHeld) return { ...NOTHING, notes: rolled.notes };
  // With weights, a surplus that no worker fits into stays as long as the group has this size.
  const covered = fitting(candidates, counts.surplus);
  if (isBatched(rolled) && (counts.underWay > 0 || covered.length > 0)) return NOTHING;
  const isCovered = new Set(covered.map(({ id }) => id));
  const waits = candidates.filter(({ id }) => !isCovered.has(id));
  const slots = counts.parallel - Math.max(counts.underWay, covered.length);
  const launchFor = beforeCheckpoint(waits.slice(0, Math.max(0, slots)), context, rolled);
  return { ...NOTHING, launchFor, going: [...covered, ...launchFor] };
}

/**
 * As many as there are too many, as far as healthy capacity is to spare. Those that still start will be healthy, unless
 * they are of the version that has failed.
 */
function removable(
  candidates: readonly ManagedWorker[],
  { surplus, spare }: Counts,
  isBack: boolean,
  { policy, now }: DecidedContext,
): ManagedWorker[] {
  let [left, healthy] = [surplus, spare];
  return candidates.filter((worker) => {
    const weight = weightOf(worker);
    const isServing = isReady(worker, policy.warmup, now);
    const lost = isServing ? weight : 0;
    if (weight > left || (lost > healthy && (isServing || !isBack))) return false;
    left -= weight;
    healthy -= lost;
    return true;
  });
}

/** A worker goes first, and the group launches another one because it is missing. */
function inPlace(
  context: DecidedContext,
  rolled: Rolled,
  live: readonly ManagedWorker[],
  candidates: readonly ManagedWorker[],
): Renewal {
  const counts = countsIn(context, rolled, live);
  if (rolled.isHeld) return { ...NOTHING, notes: rolled.notes };
  const missing = Math.max(0, context.decision.desired - liveUnits(context.seen));
  if (isBatched(rolled) && (counts.underWay > 0 || missing > 0)) return NOTHING;
  const slots = Math.max(0, counts.parallel - Math.max(counts.underWay, missing));
  const chosen = beforeCheckpoint(candidates.slice(0, slots), context, rolled);
  const heaviest = Math.max(1, ...live.map(weightOf));
  const fewest = counts.parallel * heaviest;
  let healthy = counts.spare + fewest;
  const remove = chosen.filter((worker) => {
    const weight = isReady(worker, context.policy.warmup, context.now) ? weightOf(worker) : 0;
    if (weight > healthy) return false;
    healthy -= weight;
    return true;
  });
  return { ...NOTHING, remove };
}

/** Not more than the next checkpoint allows. */
function beforeCheckpoint(
  chosen: readonly ManagedWorker[],
  context: DecidedContext,
  { rollout, settings, isBack, outdated }: Rolled,
): readonly ManagedWorker[] {
  const share = rollout && !isBack ? settings.checkpoints[rollout.passed] : undefined;
  if (share === undefined) return chosen;
  const fresh = observedIn(context).filter(({ id, state }) => state !== 'draining' && !outdated.has(id));
  let left = unitsAt(share, context.decision.desired) - unitsOf(fresh);
  return chosen.filter((worker) => {
    if (left <= 0) return false;
    left -= weightOf(worker);
    return true;
  });
}

/** How much capacity is on its way out in place: it is missing, and launched when its workers are gone. */
export function leavingInPlace({ workers }: WorkersContext, { settings, outdated }: Rolled): number {
  if (settings.capacity !== 'in-place') return 0;
  return unitsOf(workers.filter(({ id, drainingUntil }) => drainingUntil !== null && outdated.has(id)));
}

/**
 * What the next launch of so many units uses, and how many of them at most. In place, workers that are missing come from
 * the new version; as long as that is not proven, not more than are renewed at once.
 */
export function launchingOf(
  context: WorkersContext,
  rolled: Rolled,
  missing: number,
): Launching & { readonly most: number } {
  const { settings, inForce, target, rollout } = rolled;
  const isRunning = rollout?.status === 'running';
  const isMeant = settings.capacity === 'in-place' && isRunning && context.decision.direction === 'hold';
  if (!isMeant || inForce.spec === target.spec) return { ...inForce, most: missing };
  const coming = comingIn(context, rolled);
  const most = Math.min(missing, parallelOf(settings.parallel, context.workers.length) - coming.length);
  return most > 0 ? { ...target, most } : { ...inForce, most: missing };
}

/** Which workers are renewed, and why. */
export function renewedReason(workers: readonly ManagedWorker[], { outdated }: Rolled): Reason {
  const some = someOf(workers);
  return becauseOfRollout['workers-renewed']({ ...some, why: some.workers.flatMap((id) => outdated.get(id) ?? []) });
}

/**
 * Of the workers that a scale-in names, those that may go. While workers are renewed, some are there in the place of others.
 * Healthy ones go only as far as enough healthy capacity is left; later evaluations remove the others.
 */
export function keepingHealthy<T extends { readonly id: string; readonly weight?: number | undefined }>(
  { observation, decision }: DecidedContext,
  named: readonly T[],
): T[] {
  const workers = Array.isArray(observation.workers) ? observation.workers : [];
  const ready = workers.filter(({ state }) => state === 'ready');
  const isHealthy = new Set(ready.map(({ id }) => id));
  const healthy = fitting(
    named.filter(({ id }) => isHealthy.has(id)),
    Math.max(0, unitsOf(ready) - decision.desired),
  );
  const mayGo = new Set(healthy.map(({ id }) => id));
  return named.filter(({ id }) => !isHealthy.has(id) || mayGo.has(id));
}
