import type { Policy, Tuned } from '../../policy/index.ts';
import { basisOf, type TunedRule } from './basis.ts';

const DAY = 86_400;
/** What was found out is good for a twentieth of what was seen, at most for so many seconds. */
const MOST_BETWEEN = 3600;

/** From when on it is found out anew, ms since the epoch; null: at once, as nothing is known, or for other figures. */
export function tuningDueAt(rule: TunedRule, policy: Policy, tuned: Tuned | null | undefined): number | null {
  if (!tuned || tuned.basis !== basisOf(rule, policy)) return null;
  const { seen } = tuned.kind === 'objective' ? tuned.winner : tuned.calibrated;
  return foundAt(tuned) + Math.min(MOST_BETWEEN, seen / 20) * 1000;
}

export function isTuningDue(rule: TunedRule, policy: Policy, tuned: Tuned | null | undefined, now: number): boolean {
  return now >= (tuningDueAt(rule, policy, tuned) ?? 0);
}

/** When it was found out: the newest reading was over, and had come. */
export const foundAt = ({ at, timing }: Tuned): number => at + (timing.step + timing.delay) * 1000;

/** Seconds of recorded past to tune on: two days of demand, a season of it and its like; of seasons two weeks, which CloudWatch keeps at a minute. */
export const tuningSeconds = ({ kind }: TunedRule): number => (kind === 'objective' ? 2 * DAY : 14 * DAY);
