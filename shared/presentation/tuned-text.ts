import type { TunedRuleStatus } from '../evaluation/index.ts';
import { durationText } from '../model/index.ts';

import { learningOfKind } from '../rules/index.ts';
import { phrase } from './sentence.ts';
import { distanceText } from './times.ts';

/** The active result of a rule that tunes itself, when it was computed, and when it is due again: `requests: forecast season, found 12 min ago on 72 h, next in 48 min`. */
export function tunedLine({ rule, kind, tuned, foundAt, dueAt }: TunedRuleStatus, now: number): string {
  if (tuned === null) return `${rule}: not tuned yet, needs more data`;
  const learning = learningOfKind(kind);
  const next = dueAt === null || dueAt <= now ? 'next at the next evaluation' : `next ${distanceText(dueAt, now)}`;
  return `${rule}: ${phrase(learning.summary(tuned))}, found ${distanceText(foundAt, now)} on ${durationText(learning.seen(tuned))}, ${next}`;
}
