import { isPausedIn } from '../../decision/index.ts';
import { fitting, lazyModule, type Reason, unitsOf, weightOf } from '../../model/index.ts';
import {
  isEphemeral,
  lightestFor,
  type ManagedWorker,
  moduleFor,
  type Planned,
  settingsFor,
} from '../../providers/index.ts';
import { because } from '../because.ts';
import { type LaunchIntent, liveUnits } from '../model.ts';
import type { GroupContext } from '../observe/context.ts';
import { reasonsOf } from '../observe/ending-notes.ts';
import { interruptedOfferings, withInterrupted } from '../observe/interrupted.ts';
import { askedBy, minimumOf } from '../observe/losses.ts';
import type { UnhealthyWorker } from '../observe/workers.ts';
import { becauseOfRollout } from '../rollout/because.ts';
import type { Launching, Rolled } from '../rollout/rolled.ts';
import { isWaiting } from './launch-backoff.ts';
import { isInUnits, NOTHING, type Plan } from './planned.ts';
import { removalOf, renewalOf, renewingParts, retirementOf, surplusRemoval } from './removal.ts';
import { replacedReason, replacementsOf } from './replacements.ts';
import { restoredNow } from './restore.ts';
import { heldBack, type Replacing, sizeOf, velocityLeft, withinVelocity } from './velocity.ts';

/** Plans the resize that carries out the decision. `token`: the id of the activity. */
export async function planOf(context: GroupContext, token: string): Promise<Plan> {
  const { decision, policy, seen } = context;
  if (!policy.provider) return NOTHING;
  if (decision.direction === 'in') return removalOf(context);

  const replacing = replacingNow(context);
  const plan = await launchOrRemove(context, token, replacing);
  if (replacing.held === 0) return plan;
  const held = heldBack(policy.guards.velocity, sizeOf(seen), replacing.held);
  return { ...plan, notes: [...plan.notes, held] };
}

/** Few groups have unhealthy workers, so a cold start does not load what removes them. */
const leavingParts = lazyModule(() => import('./leaving.ts'));

async function launchOrRemove(
  context: GroupContext,
  token: string,
  { replaced, fresh, forHealth }: Replacing,
): Promise<Plan> {
  const { decision, paused, seen } = context;
  const { rolled } = context;
  const renewing = rolled?.isActive ? await renewingParts() : null;
  const leaving = rolled && decision.direction === 'hold' ? (renewing?.leavingInPlace(context, rolled) ?? 0) : 0;
  const missing = neededBy(context) - leaving - (liveUnits(seen) - unitsOf(replaced));
  const mayLaunch = decision.blockedBy !== 'paused' && !isPausedIn(paused, 'out');
  if (missing > 0 && mayLaunch) {
    const draining = replaced.some(({ isTaken }) => isTaken) ? await leavingParts() : null;
    const early = draining?.drainedFirst(context, replaced);
    if (early) return early;
    const launching = rolled && renewing?.launchingOf(context, rolled, missing);
    const plan = await launchOf(context, missing, token, fresh, { forHealth, ...(launching && { launching }) });
    if (plan.intent !== null) return plan;
    const instead = draining?.drainedInstead(context, replaced);
    if (instead) return { ...plan, intent: instead.intent, notes: instead.notes };
    if (context.retiring.length === 0) return plan;
  }
  if (context.retiring.length > 0) return retirementOf(context);
  if (rolled && renewing && replaced.length === 0) return renewed(context, rolled, renewing, token);
  const restored = replaced.length === 0 ? restoredNow(context) : [];
  const toRestore = neededBy(context) - (liveUnits(seen) - unitsOf(restored));
  if (toRestore > 0 && mayLaunch) {
    const plan = await launchOf(context, toRestore, token, fitting(restored, toRestore), { restores: true });
    // Without spot capacity, everything stays as it is: nothing is missing.
    return plan.intent ? plan : surplusRemoval(context);
  }
  const going = [...replaced, ...restored];
  const removal = going.length > 0 ? (await leavingParts()).leavingOf(context, going) : null;
  return removal ?? surplusRemoval(context);
}

/** Renews workers of a group that needs nothing else. */
async function renewed(
  context: GroupContext,
  rolled: Rolled,
  { renewalNow, renewedReason }: typeof import('../rollout/renew.ts'),
  token: string,
): Promise<Plan> {
  const { remove, launchFor, going, notes } = renewalNow(context, rolled);
  if (remove.length > 0) {
    const plan = renewalOf(context, remove, rolled.settings.capacity === 'in-place');
    return { ...plan, notes: [renewedReason(remove, rolled)] };
  }
  const waits = { ...NOTHING, notes };
  if (launchFor.length === 0) return waits;
  const units = unitsOf(launchFor);
  const launching = { ...rolled.target, most: units };
  const plan = await launchOf(context, units, token, [], { renews: launchFor, going, launching });
  if (plan.intent) return { ...plan, notes: [renewedReason(launchFor, rolled), ...plan.notes] };
  // Without capacity, everything stays as it is: nothing is missing.
  return { ...waits, notes: [becauseOfRollout['rollout-waits-capacity']({ causes: plan.reasons })] };
}

/** How much healthy capacity the group needs now. It may keep more, but replacing that would serve nobody. */
function neededBy({ decision, policy, observation }: GroupContext): number {
  const { direction, desired } = decision;
  const asked = direction === 'hold' ? askedBy(decision, desired) : null;
  return asked === null ? desired : Math.min(desired, Math.max(asked, minimumOf(policy, observation)));
}

const NOBODY: Replacing = { replaced: [], fresh: [], forHealth: 0, held: 0 };

/** The unhealthy workers to replace now, and how many wait. */
export function replacingNow(context: GroupContext): Replacing {
  const { policy, paused, state, seen, unhealthy, unhealthyDraining, now } = context;
  if (unhealthy.length === 0 || paused !== false || !policy.provider) return NOBODY;
  const { replacedAtOnce } = settingsFor(policy.provider);
  if (replacedAtOnce === null) return NOBODY;
  const leaving = state.drains.filter(({ cancelable }) => !cancelable).flatMap(({ workers }) => workers);
  // What a rollout launched it limits itself, and a version that has failed is left however many of its workers are unhealthy.
  const { rolled } = context;
  const isBad = ({ id }: UnhealthyWorker) => rolled?.limited.has(id) === true;
  const others = unhealthy.filter((worker) => !isBad(worker));
  const covered = coveredBy(context);
  const launched = Math.min(covered, state.provider.replacementsInFlight);
  const draining = new Set([...leaving, ...unhealthyDraining]).size;
  const wanted = [
    ...replacementsOf(others, replacedAtOnce, seen, { draining, launched }),
    ...unhealthy.filter((worker) => isBad(worker) && !worker.protected).map((worker) => ({ ...worker, isBad: true })),
  ];
  const left = velocityLeft(policy.guards.velocity, sizeOf(seen), state.provider.replacedForHealth, now);
  return withinVelocity(wanted, covered, left);
}

/** Units that already replace unhealthy ones. Units that the group grows by now do not exist yet. */
function coveredBy(context: GroupContext): number {
  const { decision, state, seen } = context;
  const beyond = (needed: number) => Math.max(0, liveUnits(seen) - needed);
  if (decision.direction !== 'out') return beyond(neededBy(context));
  return Math.min(beyond(state.decision.desired ?? decision.desired), state.provider.replacementsInFlight);
}

interface LaunchOptions {
  readonly restores?: boolean;
  readonly forHealth?: number;
  /** Workers that run, and in whose place others are launched. */
  readonly renews?: readonly ManagedWorker[];
  /** Workers that do not count where the launch keeps to shares of markets and zones. */
  readonly going?: readonly ManagedWorker[];
  /** What the launch uses, if it is not what the policy says, and how much of it at most. */
  readonly launching?: (Launching & { readonly most?: number }) | undefined;
}

/** Cancels drains before it launches new workers, because draining workers are warm and already paid for. */
async function launchOf(
  context: GroupContext,
  missing: number,
  token: string,
  replaced: readonly UnhealthyWorker[],
  options: LaunchOptions = {},
): Promise<Plan> {
  const { restores = false, forHealth = 0, renews, launching = context.rolled?.inForce } = options;
  const takenBack = restores || renews ? [] : takenBackFor(context, missing);
  const cancelDrain = takenBack.map(({ id }) => id);
  const toLaunch = Math.min(missing - unitsOf(takenBack), options.launching?.most ?? missing);
  const vanished = Math.min(context.vanished, Math.max(0, missing - unitsOf(replaced)));
  const { plan, count, deferred, reasons } =
    toLaunch > 0 ? await planToLaunch(context, toLaunch, token, { ...options, launching }) : NONE;
  const intent: LaunchIntent = {
    ...{ kind: 'launch', provider: context.policy.provider?.kind ?? '', plan, count, cancelDrain, deferred },
    ...(isInUnits(context) && { inUnits: true }),
    replacesLost: plan === null ? 0 : Math.min(count, context.launches.failed.length),
    replaces: plan === null ? 0 : Math.min(missing, unitsOf(renews ?? replaced)),
    ...(plan === null || forHealth === 0 ? {} : { replacesForHealth: Math.min(missing, forHealth) }),
    ...(restores ? { restores } : {}),
    ...(renews && { renews: true }),
    ...(plan !== null && launching?.spec && { spec: launching.spec }),
  };
  const granted = Math.min(missing, count + unitsOf(takenBack));
  return {
    intent: granted > 0 ? intent : null,
    asked: missing,
    granted,
    reasons,
    notes: [...notesOn(context, replaced, vanished), ...(plan === null ? [] : context.sized)],
  };
}

const NONE: Planned = { plan: null, count: 0, deferred: 0, reasons: [] };

async function planToLaunch(
  context: GroupContext,
  count: number,
  token: string,
  { restores = false, going = [], launching }: LaunchOptions,
): Promise<Planned> {
  const { policy, state, description, now } = context;
  const { launchBackoff: backoff, launched } = state.provider;
  // What the provider rejects of one version says nothing of another one.
  const isOfAnother = backoff?.spec !== undefined && backoff.spec !== launching?.spec;
  if (isWaiting(backoff, now) && !isOfAnother) {
    const { until, failures, because: cause } = backoff;
    const reason = because['launch-backoff']({ until: new Date(until).toISOString(), failures, cause });
    return { plan: null, count: 0, deferred: count, reasons: [reason] };
  }
  const provider = launching?.provider ?? policy.provider;
  if (!provider) return NONE;
  const isGoing = new Set(going.map(({ id }) => id));
  const workers = context.workers.filter(({ id }) => !isGoing.has(id));
  return moduleFor(provider).planToAdd(provider, {
    ...{ count, token, workers, now, facts: description.facts },
    launching: launched.filter(({ seen }) => !seen),
    unavailable: withInterrupted(
      await context.unavailable(),
      interruptedOfferings(policy, workers, state.notices, now),
    ),
    restores,
    // Those of the version that this launch uses.
    ...(context.members.length > 0 &&
      !restores && { members: await startableIn({ ...context, policy: { ...policy, provider } }) }),
  });
}

/** Few groups have a warm pool, so a cold start does not read what chooses among its members. */
const choosing = lazyModule(() => import('../pool/startable.ts'));
const startableIn = async (context: GroupContext): Promise<readonly ManagedWorker[]> =>
  (await choosing()).startable(context);

/**
 * Workers whose drain can be canceled: healthy ones that were surplus, and have reported neither that they are drained nor
 * that they want to retire. The latest drain comes first.
 */
function cancelable({ state, workers, unhealthyDraining, rolled }: GroupContext): ManagedWorker[] {
  const isBad = (id: string) => rolled?.isBack === true && rolled.outdated.has(id);
  const there = new Map(workers.map((worker) => [worker.id, worker]));
  return state.drains
    .filter((drain) => drain.cancelable)
    .toSorted((one, other) => other.until - one.until)
    .flatMap((drain) => drain.workers)
    .flatMap((id) => there.get(id) ?? [])
    .filter((worker) => isUsable(worker) && !unhealthyDraining.has(worker.id) && !isBad(worker.id));
}

const isUsable = ({ drained, reported }: ManagedWorker): boolean => !drained && reported?.retire !== true;

/** Those whose drain is canceled: none that would bring more than is missing, unless a launch would bring as much. */
function takenBackFor(context: GroupContext, missing: number): ManagedWorker[] {
  const lightest = lightestFor(context.policy.provider);
  let left = missing;
  return cancelable(context).filter((worker) => {
    const weight = weightOf(worker);
    if (left <= 0 || weight > Math.max(left, lightest)) return false;
    left -= weight;
    return true;
  });
}

function notesOn(context: GroupContext, replaced: readonly UnhealthyWorker[], vanished: number): Reason[] {
  const { policy, launches } = context;
  const isNews = vanished > 0 && !isEphemeral(policy.provider);
  const inUnits = isInUnits(context) && { inUnits: true };
  return [
    ...(replaced.length > 0 ? [replacedReason(replaced)] : []),
    ...(isNews
      ? [because['terminated-externally']({ workers: vanished, why: reasonsOf(launches.done), ...inUnits })]
      : []),
  ];
}
