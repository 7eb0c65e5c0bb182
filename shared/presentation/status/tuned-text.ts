import type { TunedRuleStatus } from '../../evaluation/index.ts';
import { durationText } from '../../model/index.ts';

import { learningOfKind } from '../../rules/index.ts';
import { distanceText } from '../layout/times.ts';
import { phrase } from '../sentences/sentence.ts';

/** A due tuning of a group that is evaluated every minute is usually computed within this time. */
const USUAL_MS = 2 * 60_000;
/** A due tuning is computed within this time if there is data, even in a group that is evaluated every five minutes. */
const LATE_MS = 15 * 60_000;

/**
 * The active result of a rule that tunes itself, when it was computed, and when it is due again: `requests: forecast season, found 12 min ago on 72 h, next in 48 min`.
 * `evaluatedAt`: when the group is evaluated next, which is when a due tuning is asked for. Null: no evaluation is scheduled. In
 * the past: the group is evaluated every minute.
 */
export function tunedLine(
  { rule, kind, tuned, foundAt, dueAt }: TunedRuleStatus,
  evaluatedAt: number | null,
  now: number,
): string {
  if (tuned === null) return `${rule}: not tuned yet, needs more data`;
  const learning = learningOfKind(kind);
  return `${rule}: ${phrase(learning.summary(tuned))}, found ${distanceText(foundAt, now)} on ${durationText(learning.seen(tuned))}, ${nextText(dueAt ?? now, evaluatedAt, now)}`;
}

function nextText(dueAt: number, evaluatedAt: number | null, now: number): string {
  if (evaluatedAt === null) return 'next when the group is evaluated again';
  // The metrics have no data, or too little of it. The tuning is then asked for less and less often.
  if (now - dueAt > LATE_MS) return `due ${distanceText(dueAt, now)}, waits for data`;
  const next = Math.max(dueAt, evaluatedAt);
  if (next > now) return `next ${distanceText(next, now)}`;
  // It is being computed, or the data has just stopped.
  return now - dueAt > USUAL_MS ? `due ${distanceText(dueAt, now)}` : 'next within a minute';
}
