import type { ProtocolMutation } from './mutations.ts';
import {
  type Activity,
  brokenBy,
  changedWorker,
  type Evaluator,
  ended,
  runs,
  type State,
  TOKEN_CERTAIN,
  TOKEN_REMEMBERED,
  type Worker,
  with_,
} from './state.ts';

/** EC2 rejects a request that was signed more than five minutes ago. */
export function acted(state: State, nth: number, mutation: ProtocolMutation | null): State {
  const self = state.evaluators[nth] as Evaluator;
  const { planned, activity, at, skew, drain } = self;
  if (!planned) return ended(state, nth);
  if (state.now + skew > at && mutation !== 'lease-ignored-before-the-act') return ended(state, nth);
  const on = (after: State, launched = 0): State => with_(after, nth, { waits: 'settles', launched, at: 0 });
  if (planned.kind === 'launch') {
    const back = planned.workers.reduce((after, id) => changedWorker(after, id, { isMarked: false }), state);
    const { after, launched } = launchedBy(back, nth, planned, mutation);
    return on(after, launched);
  }
  if (!drain) return on(planned.workers.reduce((after, id) => changedWorker(after, id, { isMarked: true }), state));
  let after = state;
  for (const id of drain.workers) {
    const isMeant = state.item.drains.some((each) => each.activity === activity && each.workers.includes(id));
    if (runs(state.workers[id] as Worker) && !isMeant)
      after = brokenBy(after, 'a worker was terminated that was taken back');
    if (runs(state.workers[id] as Worker)) after = changedWorker(after, id, { state: 'terminated' });
  }
  return on(after);
}

/** Finds what was launched by its tag; else EC2 finds it by the token, or launches. */
function launchedBy(state: State, nth: number, { count, startedAt }: Activity, mutation: ProtocolMutation | null) {
  const { activity, listed, isResumed, skew } = state.evaluators[nth] as Evaluator;
  if (count === 0) return { after: state, launched: 0 };
  if (activity === -2) {
    const added = Array.from({ length: count }, (): Worker => ({ activity: -2, state: 'runs', isMarked: false }));
    return { after: { ...state, workers: [...state.workers, ...added] }, launched: count };
  }
  const there =
    mutation === 'token-expiry-ignored' ? [] : listed.filter((worker) => worker.activity === activity && runs(worker));
  const isTokenKnown = state.now + skew - startedAt < TOKEN_CERTAIN;
  if (there.length > 0 && (there.length >= count || !isTokenKnown)) return { after: state, launched: there.length };
  const token = mutation === 'one-token-for-all' ? 0 : activity;
  const firstAt = mutation === 'another-token-at-each-try' && isResumed ? null : (state.tokens[token] ?? null);
  if (firstAt !== null && state.now - firstAt < TOKEN_REMEMBERED)
    return { after: state, launched: state.workers.filter((worker) => worker.activity === token).length };
  const added = Array.from({ length: count }, (): Worker => ({ activity, state: 'runs', isMarked: false }));
  const tokens = state.tokens.map((at, n) => (n === token ? state.now : at));
  return { after: { ...state, workers: [...state.workers, ...added], tokens }, launched: count };
}
