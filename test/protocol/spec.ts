import { unfinished } from '../../shared/evaluation/resize/unfinished.ts';
import type { GroupState } from '../../shared/state/index.ts';
import type { ProtocolMutation } from './mutations.ts';

/**
 * How a group is claimed, resized and settled, as a state machine: several evaluations, one item with conditional writes,
 * leases, EC2's idempotency tokens, and processes that stop at any call, for any time. What to resume is the product's own
 * `unfinished`. Time passes in steps of a lease's half: EC2 certainly knows a token for three of them.
 */
export const LEASE = 1;
export const TOKEN_CERTAIN = 2;
/** EC2 remembers a token longer than Headcount relies on. The margin is larger than the difference of two clocks. */
const TOKEN_REMEMBERED = TOKEN_CERTAIN + 1;
const DRAIN = 1;
export const MOST_WORKERS = 2;

export interface Claim {
  readonly activity: number;
  readonly holder: number;
  readonly leaseUntil: number;
}
interface Drain {
  readonly activity: number;
  readonly until: number;
  readonly workers: readonly number[];
}
export interface Item {
  readonly revision: number;
  readonly claim: Claim | null;
  readonly drains: readonly Drain[];
}
export interface Activity {
  readonly kind: 'launch' | 'remove';
  readonly startedAt: number;
  /** How many it launches. */
  readonly count: number;
  /** The workers whose drain it cancels, or that it removes. */
  readonly workers: readonly number[];
  readonly status: 'claimed' | 'draining' | 'done';
  /** How many launched workers its record names. */
  readonly recorded: number;
}
export interface Worker {
  /** Its tag; -1: it was there before. */
  readonly activity: number;
  readonly state: 'runs' | 'terminated' | 'vanished';
  readonly isMarked: boolean;
}
/** What an evaluation waits for: its next call has not taken effect yet. */
export type Waits = 'begins' | 'reads' | 'lists' | 'claims' | 'resumes' | 'acts' | 'settles' | 'remembers';
export interface Evaluator {
  readonly waits: Waits;
  /** By how much its clock is fast. */
  readonly skew: number;
  readonly seen: Item | null;
  readonly listed: readonly Worker[];
  /** Activities that are left to complete, and the one at hand. */
  readonly todo: readonly number[];
  readonly activity: number;
  readonly planned: Activity | null;
  readonly isResumed: boolean;
  /** When its call was made, by its own clock; and as of when it decides. */
  readonly at: number;
  readonly asOf: number;
  readonly leaseUntil: number;
  readonly launched: number;
  /** The drain that it ends, of the state that it read. */
  readonly drain: Drain | null;
}
export interface State {
  readonly now: number;
  readonly wants: number;
  readonly item: Item;
  readonly activities: readonly Activity[];
  readonly workers: readonly Worker[];
  /** When EC2 first got the token of each activity; null: never. */
  readonly tokens: readonly (number | null)[];
  readonly evaluators: readonly Evaluator[];
  /** Mishaps that the run may still have. */
  readonly left: {
    readonly crashes: number;
    readonly lost: number;
    readonly demands: number;
    readonly vanishings: number;
  };
  /** Violations of the invariants. */
  readonly broken: string | null;
}
export interface Step {
  readonly name: string;
  readonly to: State;
}

const IDLE: Omit<Evaluator, 'skew'> = {
  ...{ waits: 'begins', seen: null, listed: [], todo: [], activity: -1, planned: null, isResumed: false },
  ...{ at: 0, asOf: 0, leaseUntil: 0, launched: 0, drain: null },
};

export function beginning(skews: readonly number[], left: State['left']): State {
  return {
    ...{ now: 0, wants: 1, item: { revision: 0, claim: null, drains: [] }, activities: [], tokens: [], broken: null },
    workers: [],
    evaluators: skews.map((skew) => ({ ...IDLE, skew })),
    left,
  };
}

const with_ = (state: State, nth: number, change: Partial<Evaluator>): State => ({
  ...state,
  evaluators: state.evaluators.map((each, n) => (n === nth ? { ...each, ...change } : each)),
});
const ended = (state: State, nth: number): State => with_(state, nth, IDLE);
const brokenBy = (state: State, what: string): State => ({ ...state, broken: state.broken ?? what });

const runs = ({ state }: Worker): boolean => state === 'runs';

/** Every step that is possible in a state. */
export function stepsFrom(state: State, mutation: ProtocolMutation | null = null): Step[] {
  const { left, evaluators } = state;
  const steps: Step[] = [];
  for (const [nth, evaluator] of evaluators.entries()) {
    const name = (what: string) => `${nth} ${what}`;
    for (const to of advanced(state, nth, mutation))
      steps.push({ name: name(evaluator.waits === 'begins' ? 'reads' : evaluator.waits), to });
    if (evaluator.waits === 'begins') continue;
    if (left.crashes > 0) {
      const to = ended({ ...state, left: { ...left, crashes: left.crashes - 1 } }, nth);
      steps.push({ name: name('crashes'), to });
    }
    if (left.lost > 0 && evaluator.waits !== 'reads' && evaluator.waits !== 'lists') {
      for (const to of lostAnswers({ ...state, left: { ...left, lost: left.lost - 1 } }, nth, mutation))
        steps.push({ name: name(`${evaluator.waits}, and its answer is lost`), to });
    }
  }
  steps.push({ name: 'a quarter of an hour passes', to: { ...state, now: state.now + 1 } });
  if (left.demands > 0) {
    for (let wants = 0; wants <= MOST_WORKERS; wants++)
      if (wants !== state.wants)
        steps.push({ name: `${wants} wanted`, to: { ...state, wants, left: { ...left, demands: left.demands - 1 } } });
  }
  if (left.vanishings > 0) {
    const id = state.workers.findIndex(runs);
    if (id >= 0)
      steps.push({
        name: 'a worker vanishes',
        to: { ...changedWorker(state, id, { state: 'vanished' }), left: { ...left, vanishings: left.vanishings - 1 } },
      });
  }
  return steps;
}

const changedWorker = (state: State, id: number, change: Partial<Worker>): State => ({
  ...state,
  workers: state.workers.map((each, n) => (n === id ? { ...each, ...change } : each)),
});

/** A call takes effect and throws, so that its evaluation ends; or the SDK repeats it and gets the second answer. */
function lostAnswers(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const { waits } = state.evaluators[nth] as Evaluator;
  return advanced(state, nth, mutation).flatMap((after) => {
    const gone = ended(after, nth);
    if (waits === 'acts') {
      const before = with_(after, nth, state.evaluators[nth] as Evaluator);
      const failed =
        mutation === 'lost-answer-is-a-failure'
          ? with_(after, nth, { ...after.evaluators[nth], waits: 'settles', launched: 0 })
          : gone;
      return [failed, ...advanced(before, nth, mutation)];
    }
    if (waits !== 'claims' && waits !== 'resumes') return [gone];
    // The repeated call finds the claim that the first one made.
    const won = after.evaluators[nth]?.waits === 'acts';
    return won ? [gone, after] : [gone];
  });
}

/** The call that an evaluator waits for takes effect, and the evaluator goes on to its next one. */
function advanced(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const self = state.evaluators[nth] as Evaluator;
  const now = state.now + self.skew;
  switch (self.waits) {
    case 'reads':
      return readAgain(state, nth, mutation);
    case 'begins':
      return [with_(state, nth, { seen: shown(state.item, now, mutation), waits: 'lists' })];
    case 'lists':
      return decided(with_(state, nth, { listed: state.workers }), nth, mutation);
    case 'claims':
      return [claimed(state, nth, mutation)];
    case 'resumes':
      return [takenOver(state, nth, mutation)];
    case 'acts':
      return [acted(state, nth, mutation)];
    case 'settles':
      return settled(state, nth, mutation);
    case 'remembers':
      return remembered(state, nth, mutation);
  }
}

/** What a reader concludes from the item. */
function shown(item: Item, now: number, mutation: ProtocolMutation | null): Item {
  if (mutation !== 'resume-plans-anew') return item;
  return item.claim && item.claim.leaseUntil <= now ? { ...item, claim: null } : item;
}

const isOver = (leaseUntil: number, now: number, mutation: ProtocolMutation | null): boolean =>
  mutation === 'lease-compared-the-wrong-way' ? leaseUntil > now : leaseUntil <= now;

/** After the workers are listed: what is left to complete, then what to do. */
function decided(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
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
function readAgain(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
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

const isFree = (
  { item: { revision, claim } }: State,
  seen: Item,
  at: number,
  mutation: ProtocolMutation | null,
): boolean =>
  mutation === 'claim-without-a-condition' ||
  (revision === seen.revision && (claim === null || isOver(claim.leaseUntil, at, mutation)));

const raised = (revision: number, mutation: ProtocolMutation | null): number =>
  mutation === 'revision-not-raised' ? revision : revision + 1;

const leaseFrom = (at: number, mutation: ProtocolMutation | null): number =>
  mutation === 'claim-without-an-end' ? 1000 : at + LEASE;

function claimed(state: State, nth: number, mutation: ProtocolMutation | null): State {
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

function takenOver(state: State, nth: number, mutation: ProtocolMutation | null): State {
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

/** EC2 rejects a request that was signed more than five minutes ago. */
function acted(state: State, nth: number, mutation: ProtocolMutation | null): State {
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

function settled(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
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

/** An evaluation without a resize may store what it has learned, which raises the revision. */
function remembered(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const { seen, at } = state.evaluators[nth] as Evaluator;
  const after = ended(state, nth);
  if (!seen || !isFree(state, seen, at, mutation === 'claim-without-a-condition' ? null : mutation)) return [after];
  return [after, { ...after, item: { ...state.item, revision: state.item.revision + 1 } }];
}
