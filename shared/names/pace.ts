const MINUTE_MS = 60_000;

/**
 * When in each minute the schedule evaluates a group. CloudWatch shows a minute of a metric some time after its end, the same
 * time in most minutes, so that an evaluation just afterwards decides on the newest data.
 */
export interface Pace {
  /** The evaluation is due so many seconds after the end of a minute of metrics; a multiple of {@link PACE_STEP}. */
  readonly age: number;
  /**
   * `trying`: it is not known yet whether metrics come this early. `known`: it is. `missed` and `late`: as `trying` and
   * `known`, but the newest minute had not come at the last evaluation.
   */
  readonly state: PaceState;
  /** The half minute in which it was learned, see {@link halfMinuteOf}. A known pace has none: it stays as it is. */
  readonly learnedIn?: number;
}

const STATES = ['trying', 'missed', 'known', 'late'] as const;
export type PaceState = (typeof STATES)[number];

/** Ages are multiples of so many seconds, so that groups share messages: each second of the minute needs one of its own. */
export const PACE_STEP = 10;
const MOST_AGE = 600;

const HALF_MINUTES = 16;
/** The number of the half minute, which repeats after eight minutes. */
export const halfMinuteOf = (now: number): number => Math.floor((2 * now) / MINUTE_MS) % HALF_MINUTES;

const FIRST_CODE = 2000;
const MOST_CODES = STATES.length * HALF_MINUTES * (MOST_AGE / PACE_STEP + 1);

/**
 * The `dueAt` of a group that is evaluated at its pace. Read as a moment, it is long past. So an earlier version of Headcount
 * evaluates the group on every tick, and other writes that make the group due keep the pace.
 */
export function dueAtPace({ age, state, learnedIn = 0 }: Pace): number {
  const steps = Math.round(Math.min(age, MOST_AGE) / PACE_STEP);
  return FIRST_CODE + (STATES.length * steps + STATES.indexOf(state)) * HALF_MINUTES + learnedIn;
}

/** The pace in a stored `dueAt`; null if it is a moment, or the group is steady. */
export function paceOf(dueAt: number | null): Pace | null {
  const code = (dueAt ?? 0) - FIRST_CODE;
  if (code < 0 || code >= MOST_CODES) return null;
  const [learnedIn, rest] = [code % HALF_MINUTES, Math.floor(code / HALF_MINUTES)];
  const state = STATES[rest % STATES.length];
  if (state === undefined) return null;
  const age = Math.floor(rest / STATES.length) * PACE_STEP;
  return state === 'known' ? { age, state } : { age, state, learnedIn };
}

/** The first moment after `after` at which a group with this pace is evaluated; ms since the epoch. */
export function paceAfter({ age }: Pace, after: number): number {
  const phase = (age * 1000) % MINUTE_MS;
  return (Math.floor((after - phase) / MINUTE_MS) + 1) * MINUTE_MS + phase;
}
