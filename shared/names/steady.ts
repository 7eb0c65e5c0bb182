import { PUSHED_PAGES, pushedPage } from './names.ts';
import { paceAfter, paceOf } from './pace.ts';

const MINUTE_MS = 60_000;
/** How often a steady group is evaluated. Alarms and pushes evaluate it earlier; this is the delay if one of them is lost. */
const STEADY_SECONDS = 300;
const STEADY_MS = STEADY_SECONDS * 1000;

/**
 * How long ago the last tick may be that a new process does not know of. Ticks come a minute apart, or a little more, and the
 * process before may have crashed in the last one.
 */
export const LONGEST_GAP_MS = 150_000;

/**
 * The `dueAt` of a steady group, which is due at its own moment of every five minutes. So no evaluation has to write when
 * the next one is due. An earlier version of Headcount takes it for a time in the past, and evaluates the group on every
 * tick.
 */
export const STEADY = 0;

/**
 * The first moment after `after` at which a steady group is due; ms since the epoch. Groups of neighboring pages, which share
 * items, are due together.
 */
export function steadyDueAt(group: string, after: number): number {
  const phase = Math.floor((pushedPage(group) * STEADY_MS) / MINUTE_MS / PUSHED_PAGES) * MINUTE_MS;
  return (Math.floor((after - phase) / STEADY_MS) + 1) * STEADY_MS + phase;
}

/** When the schedule evaluates the group next, at the latest; a moment that has passed: on every tick; null: never. */
export function dueAtOf(group: string, dueAt: number | null, now: number): number | null {
  if (dueAt === STEADY) return steadyDueAt(group, now);
  const pace = paceOf(dueAt);
  return pace ? paceAfter(pace, now) : dueAt;
}

/** Whether a stored `dueAt` makes the group due at `now`. `since`: the tick before. */
export const isDue = (group: string, dueAt: number, since: number, now: number): boolean =>
  dueAt <= now && (dueAt !== STEADY || steadyDueAt(group, since) <= now);

/** The `dueAt` of a group that is due on every tick from now on. */
export const dueFrom = (dueAt: number | null, now: number): number =>
  dueAt === null || dueAt === STEADY ? now : Math.min(now, dueAt);
