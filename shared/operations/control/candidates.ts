import { boundsInForce, candidateKind, namedIn, repairLevel, terminationCandidates } from '../../decision/index.ts';
import type { Preview } from '../../evaluation/index.ts';
import { type Reason, unitsOf, type Worker } from '../../model/index.ts';
import { terminationOrder } from '../../providers/index.ts';
import { because } from './reasons.ts';

/** A worker, and why it is where it is. */
export interface Candidate {
  readonly worker: Worker;
  readonly reason: Reason;
}

export interface Candidates {
  readonly at: number;
  /** In the order in which a scale-in takes them. */
  readonly candidates: readonly Candidate[];
  /** Workers that no scale-in takes now. */
  readonly kept: readonly Candidate[];
  /** How many units of capacity, workers if they have no weights, may go before the group is at its minimum in force. */
  readonly dispensable: number;
}

/**
 * Who would be terminated by a scale-in of `count`, or of as much as possible, and who would stay. Null if the group
 * cannot be observed.
 */
export function candidatesIn(
  { at, policy, state, observation, observedWorkers, workers: described }: Preview,
  count?: number,
): Candidates | null {
  if (!policy || !observation) return null;
  const order = terminationOrder(policy.provider);
  const named = namedIn(policy, observation);
  const { base = 0 } = observation;
  const live = observedWorkers.filter(({ state: each }) => each !== 'draining');
  const chosen = (most: number) => terminationCandidates(observedWorkers, most, order, named, base);
  const all = new Set(chosen(Math.max(0, unitsOf(live) - base)));
  const isNamed = new Set(named);
  const there = new Map(observedWorkers.map((worker) => [worker.id, worker]));
  const candidates = (count === undefined ? [...all] : chosen(count)).flatMap((id): Candidate[] => {
    const worker = there.get(id);
    const kind = worker && candidateKind(worker, isNamed);
    return worker && kind
      ? [{ worker, reason: because['candidate']({ kind, outdated: worker.outdated === true, order }) }]
      : [];
  });
  const taken = new Set([...all, ...candidates.map(({ worker }) => worker.id)]);
  const owned = new Map((described ?? []).map((worker) => [worker.id, worker]));
  const skipped = new Map(state.provider.terminationSkipped.map(({ id, until }) => [id, until]));
  const whyKept = (worker: Worker): Reason => {
    const until = skipped.get(worker.id);
    if (worker.state === 'draining') return because['kept-draining']({});
    if (owned.get(worker.id)?.protected === true) return because['kept-protected']({});
    if (until !== undefined && until > at) return because['kept-skipped']({ until: new Date(until).toISOString() });
    if (worker.busy === true) return because['kept-busy']({});
    return worker.protected ? because['kept-not-listed']({}) : because['kept-base']({ base });
  };
  const minimum = repairLevel(policy, boundsInForce(policy, at));
  return {
    at,
    candidates,
    kept: observedWorkers.filter(({ id }) => !taken.has(id)).map((worker) => ({ worker, reason: whyKept(worker) })),
    dispensable: Math.max(0, unitsOf(live) - minimum),
  };
}
