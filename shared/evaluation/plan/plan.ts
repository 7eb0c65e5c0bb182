import { liveOf, type Reason } from '../../model/index.ts';
import { type ManagedWorker, moduleFor, type Planned } from '../../providers/index.ts';
import type { LaunchIntent } from '../model.ts';
import type { GroupContext } from '../observe/context.ts';
import { interruptedOfferings, withInterrupted } from '../observe/interrupted.ts';
import { endedYoung, type UnhealthyWorker } from '../observe/workers.ts';
import { because } from '../reasons.ts';
import { isWaiting } from './launch-backoff.ts';
import { NOTHING, type Plan } from './planned.ts';
import { removalOf, retirementOf, withoutReplaced } from './removal.ts';
import { replacedReason, replacementsOf } from './replacements.ts';
import { restoredNow } from './restore.ts';

/** Plans the resize that carries out the decision. `token`: the id of the activity. */
export async function planOf(context: GroupContext, token: string): Promise<Plan> {
  const { decision, policy, seen } = context;
  if (!policy.provider) return NOTHING;
  if (decision.direction === 'in') return removalOf(context);

  const replaced = replacedNow(context);
  const missing = decision.desired - (liveOf(seen.workers) - replaced.length);
  const mayLaunch = decision.blockedBy !== 'paused' && policy.paused !== true && policy.paused !== 'out';
  if (missing > 0 && mayLaunch) {
    const plan = await launchOf(context, missing, token, replaced);
    if (plan.intent !== null || context.retiring.length === 0) return plan;
  }
  if (context.retiring.length > 0) return retirementOf(context);
  const restored = replaced.length === 0 ? restoredNow(context) : [];
  const toRestore = decision.desired - (liveOf(seen.workers) - restored.length);
  if (toRestore > 0 && mayLaunch) {
    const plan = await launchOf(context, toRestore, token, restored.slice(0, toRestore), true);
    // Without spot capacity, everything stays as it is: nothing is missing.
    return plan.intent ? plan : withoutReplaced(context, []);
  }
  return withoutReplaced(context, [...replaced, ...restored]);
}

function replacedNow({ policy, state, seen, unhealthy, unhealthyDraining }: GroupContext): readonly UnhealthyWorker[] {
  if (policy.paused !== false || !policy.provider) return [];
  const { replacedAtOnce } = moduleFor(policy.provider).settings(policy.provider);
  if (replacedAtOnce === null) return [];
  const leaving = state.drains.filter(({ cancelable }) => !cancelable).flatMap(({ workers }) => workers);
  return replacementsOf(unhealthy, replacedAtOnce, seen, new Set([...leaving, ...unhealthyDraining]).size);
}

/** Cancels drains before it launches new workers, because draining workers are warm and already paid for. */
async function launchOf(
  context: GroupContext,
  missing: number,
  token: string,
  replaced: readonly UnhealthyWorker[],
  restores = false,
): Promise<Plan> {
  const cancelDrain = restores ? [] : cancelable(context).slice(0, missing);
  const toLaunch = missing - cancelDrain.length;
  const lost = lostBeyond(context, missing - replaced.length);
  const { plan, count, deferred, reasons } =
    toLaunch > 0 ? await planToLaunch(context, toLaunch, token, restores) : NONE;
  const young = endedYoung(context.state.provider.launched, context.description.workers).length;
  const intent: LaunchIntent = {
    ...{ kind: 'launch', provider: context.policy.provider?.kind ?? '', plan, count, cancelDrain, deferred },
    replacesLost: plan === null ? 0 : Math.min(lost, young),
    replaces: plan === null ? 0 : replaced.length,
    ...(restores ? { restores } : {}),
  };
  const granted = count + cancelDrain.length;
  return { intent: granted > 0 ? intent : null, asked: missing, granted, reasons, notes: notesOn(replaced, lost) };
}

const NONE: Planned = { plan: null, count: 0, deferred: 0, reasons: [] };

async function planToLaunch(context: GroupContext, count: number, token: string, restores: boolean): Promise<Planned> {
  const { policy, state, description, workers, now } = context;
  const { launchBackoff: backoff, launched } = state.provider;
  if (isWaiting(backoff, now)) {
    const { until, failures, because: cause } = backoff;
    const reason = because['launch-backoff']({ until: new Date(until).toISOString(), failures, cause });
    return { plan: null, count: 0, deferred: count, reasons: [reason] };
  }
  const { provider } = policy;
  if (!provider) return NONE;
  return moduleFor(provider).planToAdd(provider, {
    ...{ count, token, workers, now, facts: description.facts },
    launching: launched.filter(({ seen }) => !seen),
    unavailable: withInterrupted(
      await context.unavailable(),
      interruptedOfferings(policy, workers, state.notices, now),
    ),
    restores,
  });
}

/**
 * Workers whose drain can be canceled: healthy ones that were surplus, and have reported neither that they are drained nor
 * that they want to retire. The latest drain comes first.
 */
function cancelable({ state, workers, unhealthyDraining }: GroupContext): string[] {
  const there = new Map(workers.map((worker) => [worker.id, worker]));
  return state.drains
    .filter((drain) => drain.cancelable)
    .toSorted((one, other) => other.until - one.until)
    .flatMap((drain) => drain.workers)
    .filter((id) => isUsable(there.get(id)) && !unhealthyDraining.has(id));
}

const isUsable = (worker: ManagedWorker | undefined): boolean =>
  worker !== undefined && !worker.drained && worker.reported?.retire !== true;

/**
 * Number of workers that were terminated outside Headcount: those missing although the capacity does not change and the
 * last launch was complete.
 */
function lostBeyond({ decision, state }: GroupContext, missing: number): number {
  const isAsDecided = decision.direction === 'hold' && state.decision.desired === decision.desired;
  return isAsDecided ? Math.max(0, missing - state.provider.shortfall) : 0;
}

const notesOn = (replaced: readonly UnhealthyWorker[], lost: number): Reason[] => [
  ...(replaced.length > 0 ? [replacedReason(replaced)] : []),
  ...(lost > 0 ? [because['terminated-externally']({ workers: lost })] : []),
];
