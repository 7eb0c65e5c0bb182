import { unfinished } from '../../shared/evaluation/resize/unfinished.ts';
import type { GroupState } from '../../shared/state/index.ts';
import { isOver } from './lease.ts';
import type { ProtocolMutation } from './mutations.ts';
import { type Activity, type Evaluator, ended, type Item, LEASE, runs, type State, with_ } from './state.ts';

/** What a reader concludes from the item. */
export function shown(item: Item, now: number, mutation: ProtocolMutation | null): Item {
  if (mutation !== 'resume-plans-anew') return item;
  return item.claim && item.claim.leaseUntil <= now ? { ...item, claim: null } : item;
}

/** After the workers are listed: what is left to complete, then what to do. */
export function decided(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const { seen, isResumed } = state.evaluators[nth] as Evaluator;
  if (!seen) return [ended(state, nth)];
  if (isResumed) return [toPlan(state, nth, mutation)];
  const now = state.now + (state.evaluators[nth]?.skew ?? 0);
  const from = with_(state, nth, { asOf: now });
  if (seen.claim && !isOver(seen.claim.leaseUntil, now, mutation)) return [ended(state, nth)];
  const todo = unfinishedOf(seen, now, mutation);
  return [todo.length > 0 ? toResume(from, nth, todo, now) : toPlan(from, nth, mutation)];
}

/** After an activity was completed, the state is read again: nothing more is done if another evaluation has claimed it. */
export function readAgain(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const { todo, skew } = state.evaluators[nth] as Evaluator;
  const now = state.now + skew;
  if (state.item.claim && mutation !== 'claim-of-another-overlooked') return [ended(state, nth)];
  const read = with_(state, nth, { seen: shown(state.item, now, mutation), activity: -1, planned: null, drain: null });
  return [todo.length > 0 ? toResume(read, nth, todo, now) : with_(read, nth, { waits: 'lists' })];
}

/** Headcount's own decision: an activity whose lease has expired, and those whose drains have ended. */
function unfinishedOf({ claim, drains }: Item, now: number, mutation: ProtocolMutation | null): number[] {
  const lease =
    claim && mutation === 'lease-compared-the-wrong-way' ? 2 * now - claim.leaseUntil - 1 : claim?.leaseUntil;
  const state = {
    claim: claim && { activity: String(claim.activity), holder: String(claim.holder), leaseUntil: lease },
    drains: drains.map(({ activity, until, workers }) => ({
      activity: String(activity),
      until,
      workers: workers.map(String),
    })),
  };
  return unfinished(state as unknown as GroupState, [], now).map(Number);
}

function toResume(state: State, nth: number, [next = -1, ...todo]: readonly number[], now: number): State {
  const drain = state.evaluators[nth]?.seen?.drains.find(({ activity }) => activity === next) ?? null;
  return with_(state, nth, { waits: 'resumes', todo, activity: next, isResumed: true, at: now, drain });
}

function toPlan(state: State, nth: number, mutation: ProtocolMutation | null): State {
  const { seen, listed, asOf: now } = state.evaluators[nth] as Evaluator;
  if (!seen) return ended(state, nth);
  const leaving = new Set(seen.drains.flatMap(({ workers }) => workers));
  const there = listed.flatMap((worker, id) => (runs(worker) ? [id] : []));
  const capacity = there.filter((id) => !leaving.has(id));
  const missing = state.wants - capacity.length;
  if (missing === 0) return with_(state, nth, { waits: 'remembers', at: now, listed: [], isResumed: false });
  const back = there.filter((id) => leaving.has(id)).slice(0, Math.max(0, missing));
  const planned: Activity =
    missing > 0
      ? { kind: 'launch', startedAt: now, count: missing - back.length, workers: back, status: 'claimed', recorded: 0 }
      : { kind: 'remove', startedAt: now, count: 0, workers: capacity.slice(missing), status: 'claimed', recorded: 0 };
  const ready = with_(state, nth, { waits: 'claims', at: now, planned, listed: [], isResumed: false });
  return mutation === 'plan-stored-after-the-act'
    ? with_(ready, nth, { waits: 'acts', activity: -2, leaseUntil: now + LEASE })
    : ready;
}
