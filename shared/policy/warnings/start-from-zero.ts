import { moduleOf } from '../../rules/index.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** A group without workers has no average, so rules on averages alone never start the first one. */
export const startFromZero: WarningCheck = ({ capacity: { min }, rules }) => {
  const proposing = rules.filter((rule) => moduleOf(rule).pace !== 'moves-bounds');
  const isAverage = proposing.every((rule) => moduleOf(rule).work?.(rule).target?.isTotal === false);
  return min === 0 && proposing.length > 0 && proposing.length === rules.length && isAverage
    ? [warning('capacity.min', 'no-start-from-zero', { min })]
    : [];
};
