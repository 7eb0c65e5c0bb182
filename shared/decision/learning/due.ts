import type { Policy } from '../../policy/index.ts';
import type { Learned, LearningRule } from '../../rules/index.ts';
import { basisOf, learningOf } from './basis.ts';

/** What was learned is good for a twentieth of what was seen, at most for so many seconds. */
const MOST_BETWEEN = 3600;

/** From when on it is learned again, ms since the epoch; null: at once, as nothing is known, or for other figures. */
export function learningDueAt(rule: LearningRule, policy: Policy, tuned: Learned | null | undefined): number | null {
  if (!tuned || tuned.basis !== basisOf(rule, policy)) return null;
  return foundAt(tuned) + Math.min(MOST_BETWEEN, learningOf(rule).seen(tuned) / 20) * 1000;
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
