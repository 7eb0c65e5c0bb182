import { isPausedIn } from '../../decision/index.ts';
import { fitting, lazyModule, unitsOf } from '../../model/index.ts';
import { settingsFor } from '../../providers/index.ts';
import { because } from '../because.ts';
import { liveUnits } from '../model.ts';
import type { DecidedContext, LaunchContext, WorkersContext } from '../observe/group-context.ts';
import { askedBy, minimumOf } from '../observe/workers/losses.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';
import { becauseOfRollout } from '../rollout/because.ts';
import type { Rolled } from '../rollout/rolled.ts';
import { type LaunchOptions, launchOf } from './launch.ts';
import { NOTHING, type Plan } from './planned.ts';
import { removalOf, renewalOf, renewingParts, retirementOf, surplusRemoval } from './removal.ts';
import { replacementsOf } from './replacements.ts';
import { restoredNow } from './restore.ts';
import { heldBack, type Replacing, sizeOf, velocityLeft, withinVelocity } from './velocity.ts';

/** Plans the resize that carries out the decision. `token`: the id of the activity. */
export async function planOf(context: LaunchContext, token: string): Promise<Plan> {
  const { decision, policy } = context;
  if (!policy.provider) return NOTHING;
  if (decision.direction === 'in') return removalOf(context);

  const replacing = replacingNow(context);
  const plan = await launchOrRemove(context, token, replacing);
  if (replacing.held === 0) return plan;
  const held = because['replacements-held-back'](heldBack(context, replacing.held));
  return { ...plan, notes: [...plan.notes, held] };
}

/** Few groups have unhealthy workers, so a cold start does not load what removes them. */
const leavingParts = lazyModule(() => import('./leaving.ts'));

/**
 * The first of these that applies: launches what is missing, removes workers that ask for it, renews workers, launches
 * spot workers in place of substitutes, removes unhealthy workers and surplus.
 */
async function launchOrRemove(context: LaunchContext, token: string, replacing: Replacing): Promise<Plan> {
  const { decision, paused, seen, rolled } = context;
  const { replaced } = replacing;
  const renewing = rolled?.isActive ? await renewingParts() : null;
  const leaving = rolled && decision.direction === 'hold' ? (renewing?.leavingInPlace(context, rolled) ?? 0) : 0;
  const missing = neededBy(context) - leaving - (liveUnits(seen) - unitsOf(replaced));
  const mayLaunch = decision.blockedBy !== 'paused' && !isPausedIn(paused, 'out');
  if (missing > 0 && mayLaunch) {
    const launching = rolled && renewing?.launchingOf(context, rolled, missing);
    return launchMissing(context, missing, token, replacing, launching);
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

/**
 * Launches what is missing. Interrupted workers drain if a launch for them was tried before, or if none is possible now.
 * If nothing can be launched or drained, removes workers that ask for their end.
 */
async function launchMissing(
  context: LaunchContext,
  missing: number,
  token: string,
  { replaced, fresh, forHealth }: Replacing,
  launching: LaunchOptions['launching'],
): Promise<Plan> {
  const draining = replaced.some(({ isTaken }) => isTaken) ? await leavingParts() : null;
  const early = draining?.drainedFirst(context, replaced);
  if (early) return early;
  const plan = await launchOf(context, missing, token, fresh, { forHealth, ...(launching && { launching }) });
  if (plan.intent !== null) return plan;
  const instead = draining?.drainedInstead(context, replaced);
  if (instead) return { ...plan, intent: instead.intent, notes: instead.notes };
  return context.retiring.length > 0 ? retirementOf(context) : plan;
}

/** Renews workers of a group that needs nothing else. */
async function renewed(
  context: LaunchContext,
  rolled: Rolled,
  { renewalNow, renewedReason }: typeof import('../rollout/renew.ts'),
  token: string,
): Promise<Plan> {
  const { remove, launchFor, going, notes } = renewalNow(context, rolled);
  if (remove.length > 0) {
    const plan = renewalOf(context, remove, rolled.settings.capacity);
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
function neededBy({ decision, policy, observation }: DecidedContext): number {
  const { direction, desired } = decision;
  const asked = direction === 'hold' ? askedBy(decision, desired) : null;
  return asked === null ? desired : Math.min(desired, Math.max(asked, minimumOf(policy, observation)));
}

const NOBODY: Replacing = { replaced: [], fresh: [], forHealth: 0, held: 0 };

/** The unhealthy workers to replace now, and how many wait. */
export function replacingNow(context: WorkersContext): Replacing {
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
function coveredBy(context: DecidedContext): number {
  const { decision, state, seen } = context;
  const beyond = (needed: number) => Math.max(0, liveUnits(seen) - needed);
  if (decision.direction !== 'out') return beyond(neededBy(context));
  return Math.min(beyond(state.decision.desired ?? decision.desired), state.provider.replacementsInFlight);
}
