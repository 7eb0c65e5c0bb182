import { halfMinuteOf, PACE_STEP, type Pace, pushedPage } from '../../names/index.ts';
import { comesByMinute, type Observation, type Policy } from '../../policy/index.ts';
import type { Trigger } from '../model.ts';

const MINUTE_SECONDS = 60;
/** Metrics that are older have stopped. */
const STOPPED_SECONDS = 300;
/** How often the schedule tries whether metrics come earlier than they did. */
const TRY_EVERY_MINUTES = 720;
/** A try lasts so long, because a group is evaluated at least once in two minutes. */
const TRY_MINUTES = 2;
/** The clocks of two machines differ a little: an evaluation may seem to run before its moment. */
const EARLY_SECONDS = 2;

/** Seconds since the end of the newest minute of the slowest metric; null without a metric of whole minutes. */
export function newestAge(
  policy: Pick<Policy, 'metrics'>,
  { metrics, now }: Pick<Observation, 'metrics' | 'now'>,
): number | null {
  const ages = Object.entries(metrics).flatMap(([name, points]) => {
    const newest = points?.at(-1);
    // A source may return a minute twice.
    const before = points?.findLast(({ at }) => at !== newest?.at);
    if (!before || !newest || newest.at - before.at !== MINUTE_SECONDS * 1000) return [];
    if (!comesByMinute(name, policy.metrics)) return [];
    const age = (now - newest.at) / 1000 - MINUTE_SECONDS;
    // An average can be read while its minute still runs.
    return age >= 0 && age < STOPPED_SECONDS ? [age] : [];
  });
  return ages.length === 0 ? null : Math.max(...ages);
}

interface PaceCase {
  readonly group: string;
  readonly trigger: Trigger;
  /** Seconds, see {@link newestAge}. */
  readonly age: number | null;
  readonly now: number;
}

/**
 * The pace of the next evaluations, from what this one found: earlier and earlier until the newest minute is missing twice
 * in a row, then back to the last time at which it had come. After that, later whenever it is missing twice in a row. Twice
 * a day, it tries again whether metrics come earlier.
 *
 * An evaluation counts at the moment at which it runs. So if evaluations regularly run later than they are due, they become
 * due earlier by as much.
 */
export function nextPace(before: Pace | null, { group, trigger, age, now }: PaceCase): Pace | null {
  if (trigger !== 'schedule') return before;
  if (age === null) return withoutMetrics(before);
  const learnedIn = halfMinuteOf(now);
  // Messages that have waited can be handled one right after the other. All of their evaluations find the same.
  if (before?.learnedIn === learnedIn) return before;
  const begun = earlier(Math.ceil(age / PACE_STEP) * PACE_STEP, learnedIn);
  if (before === null) return begun;
  const missing = Math.floor((age - before.age + EARLY_SECONDS) / MINUTE_SECONDS);
  const isTimeToTry = isTimeFor(group, now);
  // Usually, this is an outage of some minutes, after which metrics come as before.
  if (missing > 1) return isTimeToTry ? begun : withoutMetrics(before);
  if (missing < 0) {
    const shorter = before.age + missing * MINUTE_SECONDS;
    return earlier(shorter < 0 ? before.age : shorter, learnedIn);
  }
  const isTrying = before.state === 'trying' || before.state === 'missed';
  if (missing === 1) {
    if (before.state === 'trying') return { age: before.age, state: 'missed', learnedIn };
    if (before.state === 'known') return { age: before.age, state: 'late', learnedIn };
    return { age: before.age + PACE_STEP, state: 'known' };
  }
  if (isTrying || isTimeToTry) return earlier(before.age, learnedIn);
  return before.state === 'known' ? before : { age: before.age, state: 'known' };
}

/** A try ends when the metrics stop. Otherwise it would last until they return, and a tick may queue two evaluations in it. */
const withoutMetrics = (before: Pace | null): Pace | null =>
  before?.state === 'trying' ? { ...before, state: 'missed' } : before;

/** Metrics that come when their minute ends can't come earlier. */
const earlier = (age: number, learnedIn: number): Pace =>
  age >= PACE_STEP ? { age: age - PACE_STEP, state: 'trying', learnedIn } : { age, state: 'known' };

function isTimeFor(group: string, now: number): boolean {
  const minute = Math.floor(now / (MINUTE_SECONDS * 1000)) - pushedPage(group);
  return ((minute % TRY_EVERY_MINUTES) + TRY_EVERY_MINUTES) % TRY_EVERY_MINUTES < TRY_MINUTES;
}
