import { brokenIn, isSettled } from './invariants.ts';
import type { ProtocolMutation } from './mutations.ts';
import { type Activity, beginning, type Evaluator, type Item, type State, type Step, type Worker } from './state.ts';
import { stepsFrom } from './steps.ts';

export interface Explored {
  readonly states: number;
  /** Null if every reachable state is valid. */
  readonly fault: { readonly what: string; readonly trace: readonly string[] } | null;
}
interface Options {
  /** By how much the clock of each evaluator is fast. */
  readonly skews: readonly number[];
  readonly left: State['left'];
  readonly mutation?: ProtocolMutation | null;
}

/** Every state that the protocol can reach, breadth-first, so that the trace of a bug is as short as possible. */
export function explore({ skews, left, mutation = null }: Options): Explored {
  const first = beginning(skews, left);
  /** By key: the step that led there, and from which state. */
  const found = new Map<string, { readonly from: string | null; readonly name: string }>();
  const calm = new Set<string>();
  found.set(keyOf(first, mutation), { from: null, name: '' });
  let front: [string, State][] = [[keyOf(first, mutation), first]];
  const traceTo = (key: string): string[] => {
    const trace: string[] = [];
    for (let at = found.get(key); at && at.from !== null; at = found.get(at.from)) trace.unshift(at.name);
    return trace;
  };
  while (front.length > 0) {
    if (found.size > MOST_STATES) throw new Error(`there are more than ${MOST_STATES} states`);
    const next: [string, State][] = [];
    for (const [from, state] of front) {
      const what = brokenIn(state) ?? (isQuiet(state) ? notSettledAfter(state, mutation, calm) : null);
      if (what) return { states: found.size, fault: { what, trace: traceTo(from) } };
      for (const { name, to } of stepsFrom(state, mutation)) {
        const key = keyOf(to, mutation);
        if (found.has(key)) continue;
        found.set(key, { from, name });
        next.push([key, to]);
      }
    }
    front = next;
  }
  return { states: found.size, fault: null };
}

/** A bug of the model itself, which would then never end. */
const MOST_STATES = 400_000;

/** No evaluation runs. All others lead to such states by steps that are tried anyway. */
const isQuiet = ({ evaluators }: State): boolean => evaluators.every(({ waits }) => waits === 'begins');

/** After this many evaluations without mishaps, nothing may be left to do in a group. */
const MOST_CALM_STEPS = 120;

/** Whether a run from here comes to rest when whatever is under way ends, and time passes with one evaluation in each step. */
function notSettledAfter(state: State, mutation: ProtocolMutation | null, calm: Set<string>): string | null {
  let at: State = { ...state, left: { crashes: 0, lost: 0, demands: 0, vanishings: 0 } };
  const passed: string[] = [];
  for (let step = 0; step < MOST_CALM_STEPS; step++) {
    const key = keyOf(at, mutation);
    if (calm.has(key) || isSettled(at)) {
      for (const each of passed) calm.add(each);
      return null;
    }
    passed.push(key);
    at = calmStep(at, mutation);
  }
  return 'the group never settles';
}

function calmStep(state: State, mutation: ProtocolMutation | null): State {
  const steps = stepsFrom(state, mutation);
  const running = state.evaluators.findIndex(({ waits }) => waits !== 'begins');
  const own = (nth: number): Step | undefined => steps.find(({ name }) => name.startsWith(`${nth} `));
  if (running >= 0) return (own(running) as Step).to;
  // Time passes, and somebody begins.
  const later = { ...state, now: state.now + 1 };
  return (stepsFrom(later, mutation)[0] as Step).to;
}

/** Pauses longer than this are all alike: every lease is over by then, and EC2 has forgotten every token. */
const LONGEST = 4;

/** Mistakes with which an evaluation may win although the item has changed since it was read. */
const STALE_MAY_WIN: readonly (ProtocolMutation | null)[] = [
  'claim-without-a-condition',
  'revision-not-raised',
  'plan-stored-after-the-act',
];

/**
 * What makes a state another one. Times are told from now, and revisions by whether they are the item's: so a state that
 * is the same but later comes up again. An evaluation that has read an older item can only lose: it is as good as ended.
 */
function keyOf(state: State, mutation: ProtocolMutation | null): string {
  const { now, wants, item, activities, workers, tokens, evaluators, left, broken } = state;
  const since = (at: number): number => Math.max(-LONGEST, at - now);
  const drainKey = ({ activity, until, workers: some }: Item['drains'][number]): string =>
    `${activity},${since(until)},${some.join('+')}`;
  const itemKey = ({ claim, drains }: Item): string =>
    `${claim ? `${claim.activity},${claim.holder},${since(claim.leaseUntil)}` : ''}:${drains.map(drainKey).join('&')}`;
  const workerKey = ({ activity, state: is, isMarked }: Worker): string => `${activity}${is[0]}${isMarked ? 'm' : ''}`;
  const activityKey = ({ kind, startedAt, count, workers: some, status, recorded }: Activity): string =>
    `${kind[0]}${since(startedAt)},${count},${some.join('+')},${status},${recorded}`;
  const isLost = ({ seen }: Evaluator): boolean =>
    seen !== null && seen.revision !== item.revision && !STALE_MAY_WIN.includes(mutation);
  const evaluatorKey = (each: Evaluator): string => {
    const { waits, seen, listed, todo, activity, planned, isResumed, at, asOf, leaseUntil, launched, drain } = each;
    if (waits === 'begins' || isLost(each)) return '-';
    return [
      ...[
        waits,
        seen ? `${seen.revision === item.revision}${itemKey(seen)}` : '',
        listed.map(workerKey).join(''),
        todo.join('+'),
      ],
      ...[
        activity,
        planned && activity < 0 ? activityKey(planned) : '',
        isResumed,
        since(at),
        since(asOf),
        since(leaseUntil),
        launched,
      ],
      drain ? drainKey(drain) : '',
    ].join(' ');
  };
  return [
    ...[wants, itemKey(item), activities.map(activityKey).join('|'), workers.map(workerKey).join('')],
    ...[tokens.map((at) => (at === null ? '' : since(at))).join(), evaluators.map(evaluatorKey).join('/')],
    ...[left.crashes, left.lost, left.demands, left.vanishings, broken ?? ''],
  ].join(';');
}
