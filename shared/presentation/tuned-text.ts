import type { TunedRuleStanding } from '../evaluation/index.ts';

import { learningOfKind } from '../rules/index.ts';
import { phrase } from './sentence.ts';
import { distanceText } from './times.ts';

/** What drives a rule that tunes itself, since when, and until when: `requests: forecast season, found 12 min ago on 72 h, next in 48 min`. */
export function tunedLine({ rule, kind, tuned, foundAt, dueAt }: TunedRuleStanding, now: number): string {
  if (tuned === null) return `${rule}: nothing is found out yet, the next evaluation that sees enough does`;
  const learning = learningOfKind(kind);
  const next = dueAt === null || dueAt <= now ? 'next at the next evaluation' : `next ${distanceText(dueAt, now)}`;
  return `${rule}: ${phrase(learning.summary(tuned))}, found ${distanceText(foundAt, now)} on ${spanText(learning.seen(tuned))}, ${next}`;
}

/** How much demand it was learned on. */
const spanText = (seconds: number): string =>
  seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
