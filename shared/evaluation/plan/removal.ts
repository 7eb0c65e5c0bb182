import { terminationCandidates } from '../../decision/index.ts';
import { liveOf, type Reason } from '../../model/index.ts';
import { isSelfManaged, moduleFor, terminationOrder } from '../../providers/index.ts';
import { because } from '../because.ts';
import type { RemovalIntent } from '../model.ts';
import type { GroupContext } from '../observe/context.ts';
import type { UnhealthyWorker } from '../observe/workers.ts';
import { NOTHING, type Plan } from './planned.ts';
import { replacedReason } from './replacements.ts';
import { dueSubstitutes } from './restore.ts';

/** The group's item lists draining workers once and the activity's item three times. A DynamoDB item has at most 400 KB. */
const MOST_DRAINING = 4000;

/**
 * Plans a scale-in. It is limited by the number of workers that may drain at the same time, by the provider, and by the
 * workers that exist: ordered capacity may never arrive. Later evaluations remove the rest.
 */
export function removalOf(context: GroupContext): Plan {
  const { decision, state, description } = context;
  const room = Math.max(0, MOST_DRAINING - state.drains.flatMap(({ workers }) => workers).length);
  const spare = spareNow(context);
  const chosen = decision.retire.slice(0, Math.min(room, spare));
  const asked = decision.retire.length;
  const most = room < Math.min(asked, spare) ? [because['most-draining']({ most: MOST_DRAINING })] : [];
  const { ordered } = description;
  const notCome = spare < asked ? [because['ordered-not-there']({ ordered })] : [];
  const retiring = retiringNow(context);
  const { reasons, ...plan } = planToRemove(context, [...retiring, ...chosen]);
  return { ...plan, asked: asked + retiring.length, reasons: [...most, ...notCome, ...reasons] };
}

/** Removes workers that ask for it. They are no capacity any more, so nothing else changes. */
export function retirementOf(context: GroupContext): Plan {
  const workers = retiringNow(context);
  if (workers.length === 0) return NOTHING;
  return { ...planToRemove(context, workers), notes: [because['asked-to-retire']({ workers })] };
}

/** Without a drain, a worker that is busy finishes its work first. */
function retiringNow({ retiring, workers, policy }: GroupContext): readonly string[] {
  if (policy.behavior.in.drain > 0) return retiring;
  const isBusy = new Set(workers.filter(({ busy }) => busy === true).map(({ id }) => id));
  return retiring.filter((id) => !isBusy.has(id));
}

/**
 * Removes unhealthy workers whose replacements are there, but none that the desired capacity needs. If an unhealthy worker
 * has recovered, its replacement is surplus, and one worker is removed instead.
 */
export function withoutReplaced(context: GroupContext, replaced: readonly UnhealthyWorker[]): Plan {
  const { policy, decision, state, seen } = context;
  const { ready, unhealthy } = seen.workers;
  const spare = Math.max(0, liveOf(seen.workers) - decision.desired);
  // Without a drain, a worker that may finish its work is terminated when it is idle.
  const waits = ({ isAtRisk, isBusy }: UnhealthyWorker) => isAtRisk && isBusy && policy.behavior.in.drain === 0;
  const mayGo = replaced.filter((worker) => !worker.protected && !waits(worker));
  const taken = mayGo.filter(({ isTaken }) => isTaken).slice(0, spare);
  // A failing worker may still serve work, so it stays until its replacement is ready.
  const proven = Math.max(0, ready + unhealthy - decision.desired - taken.length);
  const gone = [...taken, ...mayGo.filter(({ isTaken }) => !isTaken).slice(0, proven)];
  if (gone.length > 0) return surplus(context, idsOf(gone), replacedReason(gone));

  const workers = surplusOf(context, spare);
  if (workers.length === 0) return NOTHING;
  const why = state.policy.deleting
    ? 'beyond-bounds'
    : state.provider.replacementsInFlight > 0
      ? 'replacement-surplus'
      : 'beyond-desired';
  return surplus(context, workers, because[why]({ workers }));
}

/** The surplus workers. If the policy is deleted, all workers are surplus, including those that are listed late. */
function surplusOf(context: GroupContext, spare: number): string[] {
  const { policy, state, observation } = context;
  const workers = Array.isArray(observation.workers) ? observation.workers : [];
  const count = state.policy.deleting ? spare : surplusNow(context, spare);
  return terminationCandidates(workers, count, terminationOrder(policy.provider), [], observation.base);
}

/** A self-managed provider replaces workers that end while they drain, which also creates a surplus. */
function surplusNow(context: GroupContext, spare: number): number {
  const { policy, paused, state, unhealthy } = context;
  if (unhealthy.length > 0 || paused !== false) return 0;
  // A substitute goes when its replacement is ready, and not before.
  if (state.provider.replacementsInFlight > 0 && dueSubstitutes(context).size > 0) return 0;
  if (policy.provider && isSelfManaged(policy.provider)) return spareNow(context);
  return Math.min(state.provider.replacementsInFlight, spare);
}

/** Number of existing workers beyond the desired capacity. */
const spareNow = ({ seen, description, decision }: GroupContext): number =>
  Math.max(0, liveOf(seen.workers) - description.ordered - decision.desired);

function surplus(context: GroupContext, workers: readonly string[], note: Reason): Plan {
  return { ...planToRemove(context, workers, workers.length), notes: [note] };
}

/** `replaced`: how many of the workers have a launched replacement. */
function planToRemove(context: GroupContext, chosen: readonly string[], replaced = 0): Plan {
  const { policy, description, decision, seen, unhealthy, now } = context;
  const { provider } = policy;
  if (!provider || chosen.length === 0) return NOTHING;
  const { workers, plan, reasons } = moduleFor(provider).planToRemove(provider, {
    ...{ workers: chosen, facts: description.facts, keep: decision.desired + seen.workers.draining },
  });
  const isUnhealthy = new Set(idsOf(unhealthy.filter(({ isAtRisk }) => !isAtRisk)));
  const isFailing = new Set(idsOf(unhealthy.filter(({ isAtRisk, isTaken }) => !isAtRisk && !isTaken)));
  const intent: RemovalIntent = {
    ...{ kind: 'remove', provider: provider.kind, plan, workers, replaced: Math.min(replaced, workers.length) },
    drainUntil: now + policy.behavior.in.drain * 1000,
    // A healthy worker must not be terminated while it is busy, so the drain of a mixed removal can be canceled.
    cancelable: !workers.every((id) => isUnhealthy.has(id)),
    // A worker that fails its checks may never report that it is idle.
    waitForBusy: policy.behavior.in.drainBusy === 'wait' && !workers.every((id) => isFailing.has(id)),
  };
  const granted = workers.length;
  return { ...NOTHING, intent: granted > 0 ? intent : null, asked: chosen.length, granted, reasons };
}

const idsOf = (workers: readonly UnhealthyWorker[]): string[] => workers.map(({ id }) => id);
