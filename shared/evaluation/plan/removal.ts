import { surplusOfWeights, terminationCandidates } from '../../decision/index.ts';
import { fitting, lazyModule, type Reason, unitsOf } from '../../model/index.ts';
import {
  isSelfManaged,
  type ManagedWorker,
  moduleFor,
  type RolloutSettings,
  terminationOrder,
  warmPoolOf,
} from '../../providers/index.ts';
import { because } from '../because.ts';
import { liveUnits, type RemovalIntent, unitsSeen } from '../model.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';
import { isInUnits, NOTHING, type Plan } from './planned.ts';
import { dueSubstitutes } from './restore.ts';

/** Few groups roll, so a cold start does not load what renews workers. */
export const renewingParts = lazyModule(() => import('../rollout/renew.ts'));

/** The group's item lists draining workers once and the activity's item three times. A DynamoDB item has at most 400 KB. */
const MOST_DRAINING = 4000;

/**
 * Plans a scale-in. It is limited by the number of workers that may drain at the same time, by the provider, and by the
 * workers that exist: ordered capacity may never arrive. Later evaluations remove the rest.
 */
export async function removalOf(context: WorkersContext): Promise<Plan> {
  const { decision, state, description } = context;
  const room = Math.max(0, MOST_DRAINING - state.drains.flatMap(({ workers }) => workers).length);
  const spare = spareNow(context);
  const named = weighedIn(context, decision.retire);
  const mayGo = context.rolled?.isActive ? (await renewingParts()).keepingHealthy(context, named) : named;
  const there = fitting(mayGo, spare);
  const chosen = there.slice(0, room).map(({ id }) => id);
  const asked = unitsOf(named);
  const most = room < there.length ? [because['most-draining']({ most: MOST_DRAINING })] : [];
  const { ordered } = description;
  const notCome = spare < asked ? [because['ordered-not-there']({ ordered })] : [];
  const retiring = retiringNow(context);
  const { reasons, ...plan } = planToRemove(context, [...retiring, ...chosen]);
  return {
    ...plan,
    asked: asked + unitsOf(weighedIn(context, retiring)),
    reasons: [...most, ...notCome, ...reasons],
  };
}

/** Removes workers that are renewed. In place: their replacements are launched afterwards, and not before. */
export function renewalOf(
  context: WorkersContext,
  workers: readonly ManagedWorker[],
  capacity: RolloutSettings['capacity'],
): Plan {
  const units = unitsOf(workers);
  const ids = workers.map(({ id }) => id);
  if (capacity === 'surge') return renewing(planToRemove(context, ids, { replaced: units }), 0);
  const plan = planToRemove(context, ids, { launchedLater: units });
  return renewing(plan, plan.granted);
}

/** `renews`: units that are launched after these workers are gone. */
const renewing = (plan: Plan, renews: number): Plan =>
  plan.intent?.kind === 'remove' ? { ...plan, intent: { ...plan.intent, renews } } : plan;

/** These workers with their weights, in the same order. */
function weighedIn({ workers }: WorkersContext, ids: readonly string[]) {
  const weights = new Map(workers.map(({ id, weight }) => [id, weight]));
  return ids.map((id) => ({ id, weight: weights.get(id) }));
}

/** Removes workers that ask for it. They are no capacity any more, so nothing else changes. */
export function retirementOf(context: WorkersContext): Plan {
  const workers = retiringNow(context);
  if (workers.length === 0) return NOTHING;
  return { ...planToRemove(context, workers), notes: [because['asked-to-retire']({ workers })] };
}

/** Without a drain, a worker that is busy finishes its work first. */
function retiringNow({ retiring, workers, policy }: WorkersContext): readonly string[] {
  if (policy.behavior.in.drain > 0) return retiring;
  const isBusy = new Set(workers.filter(({ busy }) => busy === true).map(({ id }) => id));
  return retiring.filter((id) => !isBusy.has(id));
}

/** Removes workers that the desired capacity does not need, and that no decision removes. */
export function surplusRemoval(context: WorkersContext): Plan {
  const { policy, decision, state, seen } = context;
  const spare = Math.max(0, liveUnits(seen) - decision.desired);
  const workers = surplusOf(context, spare);
  if (workers.length === 0) return NOTHING;
  const why = state.policy.deleting
    ? 'beyond-bounds'
    : state.provider.replacementsInFlight > 0
      ? 'replacement-surplus'
      : 'beyond-desired';
  const plan = surplus(context, workers, because[why]({ workers }));
  if (state.policy.deleting || (policy.provider && isSelfManaged(policy.provider))) return plan;
  // What goes beyond the replacements is a surplus that weights left.
  return { ...plan, scaledIn: Math.max(0, plan.granted - state.provider.replacementsInFlight) };
}

/** The surplus workers. If the policy is deleted, all workers are surplus, including those that are listed late. */
function surplusOf(context: WorkersContext, spare: number): string[] {
  const { policy, state, observation } = context;
  const workers = Array.isArray(observation.workers) ? observation.workers : [];
  const count = state.policy.deleting ? spare : surplusNow(context, spare);
  return terminationCandidates(workers, count, terminationOrder(policy.provider), [], observation.base);
}

/** A self-managed provider replaces workers that end while they drain, which also creates a surplus. */
function surplusNow(context: WorkersContext, spare: number): number {
  const { policy, paused, state, unhealthy } = context;
  if (unhealthy.length > 0 || paused !== false || context.rolled?.isActive) return 0;
  // A substitute goes when its replacement is ready, and not before.
  if (state.provider.replacementsInFlight > 0 && dueSubstitutes(context).size > 0) return 0;
  if (policy.provider && isSelfManaged(policy.provider)) return spareNow(context);
  // The larger one, not the sum: the surplus that weights left already contains the replacements. If limits allow
  // less than the whole surplus, later evaluations remove the rest.
  return Math.max(Math.min(state.provider.replacementsInFlight, spare), leftByWeights(context));
}

function leftByWeights(context: WorkersContext): number {
  const { policy, observation, decision, seen, description } = context;
  if (!isInUnits(context)) return 0;
  const present = { live: liveUnits(seen), ready: unitsSeen(seen).ready, ordered: description.ordered };
  return surplusOfWeights(policy, observation, decision, present);
}

/** What there is beyond the desired capacity. */
const spareNow = ({ seen, description, decision }: WorkersContext): number =>
  Math.max(0, liveUnits(seen) - description.ordered - decision.desired);

/** `launchedLater`: units among them that are launched afterwards. */
export function surplus(context: WorkersContext, workers: readonly string[], note: Reason, launchedLater = 0): Plan {
  const replaced = unitsOf(weighedIn(context, workers)) - launchedLater;
  const plan = planToRemove(context, workers, { replaced, launchedLater });
  return { ...(launchedLater > 0 ? renewing(plan, launchedLater) : plan), notes: [note] };
}

interface Replacements {
  /** Units of the removed workers that have a launched replacement. */
  readonly replaced?: number;
  /** Units of the removed workers whose replacement is launched afterwards. */
  readonly launchedLater?: number;
}

function planToRemove(
  context: WorkersContext,
  chosen: readonly string[],
  { replaced = 0, launchedLater = 0 }: Replacements = {},
): Plan {
  const { policy, description, decision, seen, unhealthy, now } = context;
  const { provider } = policy;
  if (!provider || chosen.length === 0) return NOTHING;
  const { workers, plan, reasons } = moduleFor(provider).planToRemove(provider, {
    workers: chosen,
    facts: description.facts,
    keep: decision.desired - launchedLater + unitsSeen(seen).draining,
  });
  const granted = unitsOf(weighedIn(context, workers));
  const isUnhealthy = new Set(idsOf(unhealthy.filter(({ isAtRisk }) => !isAtRisk)));
  const isFailing = new Set(idsOf(unhealthy.filter(({ isAtRisk, isTaken }) => !isAtRisk && !isTaken)));
  const intent: RemovalIntent = {
    kind: 'remove',
    provider: provider.kind,
    plan,
    workers,
    replaced: Math.min(replaced, granted),
    drainUntil: now + policy.behavior.in.drain * 1000,
    // A healthy worker must not be terminated while it is busy, so the drain of a mixed removal can be canceled.
    cancelable: !workers.every((id) => isUnhealthy.has(id)),
    // A worker that fails its checks may never report that it is idle.
    waitForBusy: policy.behavior.in.drainBusy === 'wait' && !workers.every((id) => isFailing.has(id)),
    ...returnsOf(context, workers),
  };
  const asked = unitsOf(weighedIn(context, chosen));
  return { ...NOTHING, intent: granted > 0 ? intent : null, asked, granted, reasons };
}

/** Healthy workers that are what a launch would bring now return to the warm pool, if the policy says so. */
function returnsOf(
  { policy, state, workers: there, members, unhealthy }: WorkersContext,
  leaving: readonly string[],
): Pick<RemovalIntent, 'returns'> {
  const { provider } = policy;
  const pool = warmPoolOf(provider);
  if (!provider || !pool?.reuse || state.policy.deleting) return {};
  const most = pool.size === 'auto' ? (state.pool.auto?.size ?? 0) : pool.size;
  const outdated = moduleFor(provider).outdatedMembers?.(provider, there, members) ?? [];
  const isOut = new Set([...idsOf(unhealthy), ...outdated]);
  const some = leaving.filter((id) => !isOut.has(id));
  return some.length > 0 && most > 0 ? { returns: { workers: some, most, state: pool.state } } : {};
}

export const idsOf = (workers: readonly UnhealthyWorker[]): string[] => workers.map(({ id }) => id);
