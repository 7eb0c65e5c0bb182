import { isFree, raised } from './lease.ts';
import type { ProtocolMutation } from './mutations.ts';
import { brokenBy, DRAIN, type Evaluator, ended, type State, with_ } from './state.ts';

export function settled(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const self = state.evaluators[nth] as Evaluator;
  const { planned, launched, drain, isResumed, seen, skew } = self;
  if (!planned) return [ended(state, nth)];
  if (self.activity === -2) {
    if (!seen || !isFree(state, seen, state.now + skew, null)) return [ended(state, nth)];
    const activity = state.activities.length;
    const workers = state.workers.map((worker) => (worker.activity === -2 ? { ...worker, activity } : worker));
    const item = { ...state.item, revision: state.item.revision + 1 };
    const activities = [...state.activities, { ...planned, status: 'done' as const, recorded: launched }];
    return [ended({ ...state, item, workers, activities, tokens: [...state.tokens, state.now] }, nth)];
  }
  const { activity } = self;
  const { claim, revision, drains: before } = state.item;
  const isOurs = claim?.activity === activity && claim.holder === nth;
  if (!isOurs && mutation !== 'settle-without-an-owner') return [ended(state, nth)];
  const starts = planned.kind === 'remove' && !drain;
  const others = before.filter((each) => each.activity !== activity);
  const drains = starts
    ? [...others, { activity, until: Math.max(planned.startedAt + DRAIN, state.now + skew), workers: planned.workers }]
    : planned.kind === 'remove'
      ? others
      : before;
  const activities = state.activities.map((each, n) =>
    n === activity ? { ...each, status: starts ? ('draining' as const) : ('done' as const), recorded: launched } : each,
  );
  const item = { revision: raised(revision, mutation), claim: null, drains };
  const after = { ...state, item, activities };
  const checked = isOurs ? after : brokenBy(after, 'an activity was settled by an evaluation without the claim');
  if (!isResumed) return [ended(checked, nth)];
  return [with_(checked, nth, { waits: 'reads', activity: -1, planned: null, drain: null, launched: 0 })];
}
