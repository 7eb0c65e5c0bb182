import type { Knobs } from '../groups.ts';

/** Three groups: an application behind a load balancer, tasks whose backlog grows all day, and one with a warm pool whose policy changes. */
export const WEB = 'drain-ec2';
export const TASKS = 'queue-ec2';
export const CI = 'pool-ec2';
export const WORST_DAY_GROUPS = [WEB, TASKS, CI] as const;
export type WorstDayGroup = (typeof WORST_DAY_GROUPS)[number];

export const KNOBS: Readonly<Record<WorstDayGroup, Knobs>> = {
  [WEB]: { min: 2, max: 12, cooldown: 60, drain: 0, paused: false },
  [TASKS]: { min: 2, max: 12, cooldown: 60, drain: 0, paused: false },
  [CI]: { min: 1, max: 8, cooldown: 60, drain: 0, paused: false },
};
/** Its minimum is what shows that it is in force: the demand asks for less. */
export const CHANGED: Knobs = { ...KNOBS[CI], min: 6 };

/** Minutes of the run. On the day itself, each of these periods took hours: `test/soak/worst-day.ts` has its times. */
export const HOURS = {
  /** Calls to DynamoDB fail. */
  table: { from: 4, to: 12 },
  /** EC2 has no capacity. It begins before the table is back. */
  capacity: { from: 10, to: 36 },
  /** And it throttles half of the launches. */
  throttled: { from: 20, to: 36 },
  /** The load balancer finds 30 % of the targets unhealthy, others each minute. */
  health: { from: 20, to: 36 },
} as const;
export const HEALED = HOURS.health.to;
/** Converged within so many evaluations of each group after everything has healed. */
export const MOST_EVALUATIONS = 10;
/** And this many more, in which nothing may change. */
export const CALM = 3;

/** Somebody writes the new policy while the table still works, and nobody can accept it before the table is back. */
export const POLICY_WRITTEN = HOURS.table.from - 1;
/** Workers end that nobody can replace. */
export const LOST: readonly { readonly at: number; readonly group: WorstDayGroup; readonly workers: number }[] = [
  { at: 6, group: TASKS, workers: 2 },
  { at: 15, group: WEB, workers: 2 },
  { at: 22, group: CI, workers: 1 },
];
/** Two tasks are the work of one worker. */
export const DEMAND: readonly { readonly at: number; readonly group: WorstDayGroup; readonly tasks: number }[] = [
  { at: 0, group: WEB, tasks: 12 },
  { at: 0, group: TASKS, tasks: 6 },
  { at: 0, group: CI, tasks: 6 },
  { at: 7, group: TASKS, tasks: 10 },
  { at: 14, group: TASKS, tasks: 16 },
  { at: 26, group: TASKS, tasks: 24 },
];

/** When the run prints what an operator sees. */
export const SHOWN: Readonly<Record<number, string>> = {
  3: 'before the outage',
  8: 'the table is unavailable',
  13: 'the table is back, and EC2 has no capacity',
  35: 'EC2 has no capacity and throttles, and health checks fail at random',
};

export const isIn = ({ from, to }: { readonly from: number; readonly to: number }, minute: number): boolean =>
  minute >= from && minute < to;
