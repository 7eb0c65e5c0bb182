import { terminationCandidates } from '../../decision/index.ts';
import { liveOf, type Reason } from '../../model/index.ts';
import { isSelfManaged, moduleFor, terminationOrder } from '../../providers/index.ts';
import type { RemovalIntent } from '../model.ts';
import type { GroupContext } from '../observe/context.ts';
import type { UnhealthyWorker } from '../observe/workers.ts';
import { because } from '../reasons.ts';
import { NOTHING, type Plan } from './planned.ts';
import { replacedReason } from './replacements.ts';

/** Draining workers are listed in the group's item, and thrice in their activity's: DynamoDB takes items of 400 KB. */
const MOST_DRAINING = 4000;

/**
 * A scale-in, cut down to what may drain at a time, to what the provider lets go, and to workers that are there: what is
 * only ordered may never come. The rest is for a later one.
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
  const { reasons, ...plan } = planToRemove(context, chosen);
  return { ...plan, asked, reasons: [...most, ...notCome, ...reasons] };
}

/**
 * Nothing is missing: unhealthy workers whose replacements are there may go, but no more than the group can do without.
 * Where one has recovered, somebody else goes: the replacement was one too many.
 */
export function withoutReplaced(context: GroupContext, replaced: readonly UnhealthyWorker[]): Plan {
  const { decision, state, seen } = context;
  const { ready, unhealthy } = seen.workers;
  const spare = Math.max(0, liveOf(seen.workers) - decision.desired);
  const mayGo = replaced.filter((worker) => !worker.protected);
  const taken = mayGo.filter(({ isTaken }) => isTaken).slice(0, spare);
  // A broken one may still be of use until its replacement has proved itself.
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

/** Of a deleted policy's group nobody is to stay, not even a worker that has come to light late. */
function surplusOf(context: GroupContext, spare: number): string[] {
  const { policy, state, observation } = context;
  const workers = Array.isArray(observation.workers) ? observation.workers : [];
  const count = state.policy.deleting ? spare : surplusNow(context, spare);
  return terminationCandidates(workers, count, terminationOrder(policy.provider), []);
}

/** A provider that keeps its number of workers by itself replaces one that ends while it drains. */
function surplusNow(context: GroupContext, spare: number): number {
  const { policy, state, unhealthy } = context;
  if (unhealthy.length > 0 || policy.paused !== false) return 0;
  if (policy.provider && isSelfManaged(policy.provider)) return spareNow(context);
  return Math.min(state.provider.replacementsInFlight, spare);
}

/** Workers that are there beyond the desired capacity. */
const spareNow = ({ seen, description, decision }: GroupContext): number =>
  Math.max(0, liveOf(seen.workers) - description.ordered - decision.desired);

function surplus(context: GroupContext, workers: readonly string[], note: Reason): Plan {
  return { ...planToRemove(context, workers, workers.length), notes: [note] };
}

/** `replaced`: how many of the workers replacements stand in for. */
function planToRemove(context: GroupContext, chosen: readonly string[], replaced = 0): Plan {
  const { policy, description, decision, seen, unhealthy, now } = context;
  const { provider } = policy;
  if (!provider || chosen.length === 0) return NOTHING;
  const { workers, plan, reasons } = moduleFor(provider).planToRemove(provider, {
    ...{ workers: chosen, facts: description.facts, keep: decision.desired + seen.workers.draining },
  });
  const isUnhealthy = new Set(idsOf(unhealthy));
  const intent: RemovalIntent = {
    ...{ kind: 'remove', provider: provider.kind, plan, workers, replaced: Math.min(replaced, workers.length) },
    drainUntil: now + policy.behavior.in.drain * 1000,
    // Where healthy ones go along with unhealthy ones, all are spared what only unhealthy ones are not: to be ended at work.
    cancelable: !workers.every((id) => isUnhealthy.has(id)),
  };
  const granted = workers.length;
  return { ...NOTHING, intent: granted > 0 ? intent : null, asked: chosen.length, granted, reasons };
}

const idsOf = (workers: readonly UnhealthyWorker[]): string[] => workers.map(({ id }) => id);
