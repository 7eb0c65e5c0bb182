/**
 * How a group is claimed, resized and settled, as a state machine: several evaluations, one item with conditional writes,
 * leases, EC2's idempotency tokens, and processes that stop at any call, for any time. What to resume is the product's own
 * `unfinished`. Time passes in steps of a lease's half: EC2 certainly knows a token for three of them.
 */
export const LEASE = 1;
export const TOKEN_CERTAIN = 2;
/** EC2 remembers a token longer than Headcount relies on. The margin is larger than the difference of two clocks. */
export const TOKEN_REMEMBERED = TOKEN_CERTAIN + 1;
export const DRAIN = 1;
export const MOST_WORKERS = 2;

export interface Claim {
  readonly activity: number;
  readonly holder: number;
  readonly leaseUntil: number;
}
export interface Drain {
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

export const with_ = (state: State, nth: number, change: Partial<Evaluator>): State => ({
  ...state,
  evaluators: state.evaluators.map((each, n) => (n === nth ? { ...each, ...change } : each)),
});

export const ended = (state: State, nth: number): State => with_(state, nth, IDLE);

export const brokenBy = (state: State, what: string): State => ({ ...state, broken: state.broken ?? what });

export const runs = ({ state }: Worker): boolean => state === 'runs';

export const changedWorker = (state: State, id: number, change: Partial<Worker>): State => ({
  ...state,
  workers: state.workers.map((each, n) => (n === id ? { ...each, ...change } : each)),
});
