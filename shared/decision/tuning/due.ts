import type { Policy, Tuned } from '../../policy/index.ts';
import { basisOf, type TunedRule } from './basis.ts';

const DAY = 86_400;
/** What was found out is good for a twentieth of what was seen, at most for so many seconds. */
const MOST_BETWEEN = 3600;

export function isTuningDue(rule: TunedRule, policy: Policy, tuned: Tuned | null | undefined, now: number): boolean {
  if (!tuned || tuned.basis !== basisOf(rule, policy)) return true;
  const { seen } = tuned.kind === 'objective' ? tuned.winner : tuned.calibrated;
  return now - tuned.at - (tuned.timing.step + tuned.timing.delay) * 1000 >= Math.min(MOST_BETWEEN, seen / 20) * 1000;
}

/** Seconds of recorded past to tune on: three days of demand; of seasons two weeks, which CloudWatch keeps at a minute. */
export const tuningSeconds = ({ kind }: TunedRule): number => (kind === 'objective' ? 3 * DAY : 15 * DAY);
