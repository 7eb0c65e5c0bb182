import { PACE_STEP, type Pace, paceOf, pushedPage } from '../../names/index.ts';
import { comesByMinute, type Observation, type Policy } from '../../policy/index.ts';
import type { Trigger } from '../model.ts';
import { isBetweenTicks, passedOver } from './interval.ts';

const MINUTE_SECONDS = 60;
/** An evaluation whose message has waited for longer does not show when metrics come. */
const LATEST_SECONDS = PACE_STEP;
/** Metrics that are older have stopped. */
const STOPPED_SECONDS = 300;
/** How often the schedule tries whether metrics come earlier than they did. */
const TRY_EVERY_MINUTES = 720;

/**
 * Whether the schedule evaluates the group once a minute, at a time that suits its metrics. The groups of a cluster are
 * decided together, on the tick.
 */
export const isPaced = (policy: Pick<Policy, 'evaluateEvery' | 'cluster'>): boolean =>
  !isBetweenTicks(policy) && passedOver(policy) === 0 && policy.cluster === undefined;

/** Seconds since the end of the newest minute of the slowest metric; null without a metric of whole minutes. */
export function newestAge(
  policy: Pick<Policy, 'metrics'>,
  { metrics, now }: Pick<Observation, 'metrics' | 'now'>,
): number | null {
  const ages = Object.entries(metrics).flatMap(([name, points]) => {
    const [before, newest] = points?.slice(-2) ?? [];
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
 * The pace of the next evaluations, from what this one found: earlier and earlier until the newest minute has not come yet,
 * then back to the last time at which it had. Later if it is missing twice in a row. Twice a day, it tries again whether
 * metrics come earlier.
 */
export function nextPace(before: Pace | null, { group, trigger, age, now }: PaceCase): Pace | null {
  if (age === null || trigger !== 'schedule') return before;
  if (before === null) return earlier(Math.ceil(age / PACE_STEP) * PACE_STEP);
  // Whole minutes more than expected: the newest minute had not come.
  const missing = Math.floor((age - before.age) / MINUTE_SECONDS);
  if (age - before.age - missing * MINUTE_SECONDS > LATEST_SECONDS) return before;
  if (missing < 0) return earlier(before.age + missing * MINUTE_SECONDS);
  if (missing > 1) return before;
  if (missing === 1) {
    return before.state === 'known' ? { ...before, state: 'late' } : { age: before.age + PACE_STEP, state: 'known' };
  }
  if (before.state === 'trying' || isTimeToTry(group, now)) return earlier(before.age);
  return before.state === 'known' ? before : { ...before, state: 'known' };
}

/** Metrics that come when their minute ends can't come earlier. */
const earlier = (age: number): Pace =>
  age >= PACE_STEP ? { age: age - PACE_STEP, state: 'trying' } : { age, state: 'known' };

const isTimeToTry = (group: string, now: number): boolean =>
  Math.floor(now / (MINUTE_SECONDS * 1000)) % TRY_EVERY_MINUTES === pushedPage(group) % TRY_EVERY_MINUTES;

/**
 * Seconds until a group that has just got a pace is evaluated besides. The tick that would have queued it for the first moment
 * of its pace is over, so the schedule leaves it out for almost two minutes.
 */
export const secondsUntilPaced = (before: number | null, after: number | null): number | undefined =>
  paceOf(before) === null && paceOf(after) !== null ? MINUTE_SECONDS : undefined;
