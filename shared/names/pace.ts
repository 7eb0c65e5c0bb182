const MINUTE_MS = 60_000;

/**
 * When in each minute the schedule evaluates a group. CloudWatch shows a minute of a metric some time after its end, the same
 * time in most minutes, so that an evaluation just afterwards decides on the newest data.
 */
export interface Pace {
  /** The evaluation runs so many seconds after the end of a minute of metrics; a whole number, see {@link PACE_STEP}. */
  readonly age: number;
  /** `trying`: whether metrics come earlier still. `late`: the newest minute had not come at the last evaluation. */
  readonly state: PaceState;
}

const STATES = ['trying', 'known', 'late'] as const;
export type PaceState = (typeof STATES)[number];

/** Ages are multiples of so many seconds, so that groups share messages: each second of the minute needs one of its own. */
export const PACE_STEP = 10;
const MOST_AGE = 600;
const MOST_CODE = STATES.length * (MOST_AGE + 1);

/**
 * The `dueAt` of a group that is evaluated at its pace. Read as a moment, it is long past. So an earlier version of Headcount
 * evaluates the group on every tick, and other writes that make the group due keep the pace.
 */
export const dueAtPace = ({ age, state }: Pace): number =>
  1 + STATES.length * Math.min(age, MOST_AGE) + STATES.indexOf(state);

/** The pace in a stored `dueAt`; null if it is a moment, or the group is steady. */
export function paceOf(dueAt: number | null): Pace | null {
  if (dueAt === null || dueAt < 1 || dueAt > MOST_CODE) return null;
  const state = STATES[(dueAt - 1) % STATES.length];
  return state === undefined ? null : { age: Math.floor((dueAt - 1) / STATES.length), state };
}

/** The first moment after `after` at which a group with this pace is evaluated; ms since the epoch. */
export function paceAfter({ age }: Pace, after: number): number {
  const phase = (age * 1000) % MINUTE_MS;
  return (Math.floor((after - phase) / MINUTE_MS) + 1) * MINUTE_MS + phase;
}
