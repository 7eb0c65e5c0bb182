import { isFree, leaseFrom, raised } from './lease.ts';
import type { ProtocolMutation } from './mutations.ts';
import { type Evaluator, ended, type State, with_ } from './state.ts';

export function claimed(state: State, nth: number, mutation: ProtocolMutation | null): State {
  const { seen, planned, at } = state.evaluators[nth] as Evaluator;
  if (!seen || !planned || !isFree(state, seen, at, mutation)) return ended(state, nth);
  const activity = state.activities.length;
  const back = new Set(planned.workers);
  const drains =
    planned.kind === 'launch' && back.size > 0
      ? seen.drains.map((drain) => ({ ...drain, workers: drain.workers.filter((id) => !back.has(id)) }))
      : state.item.drains;
  const leaseUntil = leaseFrom(at, mutation);
  const item = { revision: raised(seen.revision, mutation), claim: { activity, holder: nth, leaseUntil }, drains };
  const after = { ...state, item, activities: [...state.activities, planned], tokens: [...state.tokens, null] };
  return acting(with_(after, nth, { activity, leaseUntil, seen: null }), nth, mutation);
}

export function takenOver(state: State, nth: number, mutation: ProtocolMutation | null): State {
  const { seen, activity, at, drain } = state.evaluators[nth] as Evaluator;
  if (!seen || !isFree(state, seen, at, mutation)) return ended(state, nth);
  const leaseUntil = leaseFrom(at, mutation);
  const item = {
    ...state.item,
    revision: raised(seen.revision, mutation),
    claim: { activity, holder: nth, leaseUntil },
  };
  const planned = state.activities[activity] ?? null;
  return acting(with_({ ...state, item }, nth, { planned, leaseUntil, drain, seen: null }), nth, mutation);
}

/** Before it acts, an evaluation looks at the clock: it does nothing once its lease is over. */
function acting(state: State, nth: number, mutation: ProtocolMutation | null): State {
  const { leaseUntil, skew } = state.evaluators[nth] as Evaluator;
  const now = state.now + skew;
  if (now >= leaseUntil && mutation !== 'lease-ignored-before-the-act') return ended(state, nth);
  return with_(state, nth, { waits: 'acts', at: now, leaseUntil: 0 });
}

/** An evaluation without a resize may store what it has learned, which raises the revision. */
export function remembered(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const { seen, at } = state.evaluators[nth] as Evaluator;
  const after = ended(state, nth);
  if (!seen || !isFree(state, seen, at, mutation === 'claim-without-a-condition' ? null : mutation)) return [after];
  return [after, { ...after, item: { ...state.item, revision: state.item.revision + 1 } }];
}
