import type { Policy } from '../../policy/index.ts';
import type { Learned, LearningRule } from '../../rules/index.ts';
import { holding, learningOf } from './basis.ts';

/** What was learned is good for a twentieth of what was seen, at most for so many seconds. */
const MOST_BETWEEN = 3600;

/** From when on it is learned again, ms since the epoch; null: at once, because nothing that holds is known. */
export function learningDueAt(rule: LearningRule, policy: Policy, tuned: Learned | null | undefined): number | null {
  const held = holding(rule, policy, tuned);
  return held && foundAt(held) + Math.min(MOST_BETWEEN, learningOf(rule).seen(held) / 20) * 1000;
}

/**
 * {@link learningDueAt} for a group of a stage: what is learned every hour is learned at the same moment of each hour, so that
 * the groups are spread over the hour. The first time is up to half an hour earlier or later. `phase`: a part of the hour.
 */
export function spreadLearningDueAt(
  rule: LearningRule,
  policy: Policy,
  tuned: Learned | null | undefined,
  phase: number,
): number | null {
  const dueAt = learningDueAt(rule, policy, tuned);
  const hour = MOST_BETWEEN * 1000;
  if (dueAt === null || !tuned || dueAt - foundAt(tuned) < hour) return dueAt;
  return (Math.round(dueAt / hour - phase) + phase) * hour;
}

export function isLearningDue(
  rule: LearningRule,
  policy: Policy,
  tuned: Learned | null | undefined,
  now: number,
): boolean {
  return now >= (learningDueAt(rule, policy, tuned) ?? 0);
}

/** When it was learned: the newest reading was over, and had come. */
export const foundAt = ({ at, timing }: Learned): number => at + (timing.step + timing.delay) * 1000;

/** Seconds of recorded past to learn from. */
export const learningSeconds = (rule: LearningRule): number => learningOf(rule).seconds;
