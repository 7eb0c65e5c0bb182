import { surplusOfWeights, terminationCandidates } from '../../decision/index.ts';
import { unitsOf, type Worker, weightOf } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { terminationOrder } from '../../providers/index.ts';
import { scaledInBesides } from '../../state/index.ts';
import type { Remembered } from './remembering.ts';

/** `busy`: units of capacity that work, if the workers report it. The tasks are with those that have been there for longest. */
export function weighedWorkers(workers: readonly Worker[], busy: number | null): Worker[] {
  if (busy === null) return [...workers];
  let before = 0;
  return workers.map((worker) => {
    const isReporting = worker.state === 'ready' || worker.state === 'warming';
    const at = before;
    before += weightOf(worker);
    return isReporting ? { ...worker, busy: at < busy } : worker;
  });
}

/**
 * The capacity to ask for after a decision if weights may have left a surplus, and the memory after it. As in production, a
 * scale-in removes the workers that the decision names, and without one, a scale-in of its own removes a surplus.
 * `capacity`: present or launching.
 */
export function withSurplus(
  { decision, observation, memory }: Remembered,
  policy: Policy,
  capacity: number,
): { readonly requested: number | null; readonly memory: Remembered['memory'] } {
  const { desired } = memory;
  if (desired === null || capacity <= desired) return { requested: desired, memory };
  const workers = Array.isArray(observation.workers) ? (observation.workers as readonly Worker[]) : [];
  const unitsIn = (ids: readonly string[]) => {
    const named = new Set(ids);
    return unitsOf(workers.filter(({ id }) => named.has(id)));
  };
  if (decision.direction === 'in') return { requested: capacity - unitsIn(decision.retire), memory };
  const ready = unitsOf(workers.filter(({ state }) => state === 'ready'));
  const surplus = surplusOfWeights(policy, observation, decision, { live: capacity, ready, ordered: 0 });
  const units = unitsIn(
    terminationCandidates(workers, surplus, terminationOrder(policy.provider), [], observation.base),
  );
  if (units === 0) return { requested: capacity, memory };
  return { requested: capacity - units, memory: scaledInBesides(memory, policy, units, observation.now) };
}
