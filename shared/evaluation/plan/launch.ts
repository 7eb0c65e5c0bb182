import { isoAfter, lazyModule, type Reason, unitsOf, weightOf } from '../../model/index.ts';
import { isEphemeral, lightestFor, type ManagedWorker, moduleFor, type Planned } from '../../providers/index.ts';
import { because } from '../because.ts';
import type { LaunchIntent } from '../model.ts';
import type { LaunchContext, WorkersContext } from '../observe/group-context.ts';
import { reasonsOf } from '../observe/workers/ending-notes.ts';
import { interruptedOfferings, withInterrupted } from '../observe/workers/interrupted.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';
import type { Launching } from '../rollout/rolled.ts';
import { isWaiting } from './launch-backoff.ts';
import { isInUnits, type Plan } from './planned.ts';
import { replacedReason } from './replacements.ts';

export interface LaunchOptions {
  readonly restores?: boolean;
  readonly forHealth?: number;
  /** Running workers that the launched ones replace. */
  readonly renews?: readonly ManagedWorker[];
  /** Workers that the launch does not count when it balances markets and zones. */
  readonly going?: readonly ManagedWorker[];
  /** What the launch uses instead of the policy's provider, and at most how much it may launch. */
  readonly launching?: (Launching & { readonly most?: number }) | undefined;
}

/** Cancels drains before it launches new workers, because draining workers are warm and already paid for. */
export async function launchOf(
  context: LaunchContext,
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
    kind: 'launch',
    provider: context.policy.provider?.kind ?? '',
    plan,
    count,
    cancelDrain,
    deferred,
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
  context: LaunchContext,
  count: number,
  token: string,
  { restores = false, going = [], launching }: LaunchOptions,
): Promise<Planned> {
  const { policy, state, description, now } = context;
  const { launchBackoff: backoff, launched } = state.provider;
  // A provider that rejects one version may accept another one.
  const isOfAnother = backoff?.spec !== undefined && backoff.spec !== launching?.spec;
  if (isWaiting(backoff, now) && !isOfAnother) {
    const { until, failures, because: cause } = backoff;
    const reason = because['launch-backoff']({ until: isoAfter(until), failures, cause });
    return { plan: null, count: 0, deferred: count, reasons: [reason] };
  }
  const provider = launching?.provider ?? policy.provider;
  if (!provider) return NONE;
  const isGoing = new Set(going.map(({ id }) => id));
  const workers = context.workers.filter(({ id }) => !isGoing.has(id));
  return moduleFor(provider).planToAdd(provider, {
    count,
    token,
    workers,
    now,
    facts: description.facts,
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
const startableIn = async (context: WorkersContext): Promise<readonly ManagedWorker[]> =>
  (await choosing()).startable(context);

/**
 * Workers whose drain can be canceled: healthy ones that were surplus, and have reported neither that they are drained nor
 * that they want to retire. The latest drain comes first.
 */
function cancelable({ state, workers, unhealthyDraining, rolled }: WorkersContext): ManagedWorker[] {
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
function takenBackFor(context: WorkersContext, missing: number): ManagedWorker[] {
  const lightest = lightestFor(context.policy.provider);
  let left = missing;
  return cancelable(context).filter((worker) => {
    const weight = weightOf(worker);
    if (left <= 0 || weight > Math.max(left, lightest)) return false;
    left -= weight;
    return true;
  });
}

function notesOn(context: WorkersContext, replaced: readonly UnhealthyWorker[], vanished: number): Reason[] {
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
