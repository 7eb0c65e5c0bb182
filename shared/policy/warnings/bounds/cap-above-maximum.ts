import { pathText } from '../../../model/index.ts';
import { moduleOf } from '../../../rules/index.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A cap that the group can't reach. A rule that moves the bounds may lift the maximum. */
export const capAboveMaximum: WarningCheck = ({ capacity, guards: { cap = [] }, rules }) => {
  if (rules.some((rule) => moduleOf(rule).pace === 'moves-bounds')) return [];
  return cap.flatMap(({ max }, index) =>
    max >= capacity.max
      ? [warning(pathText(['guards', 'cap', index, 'max']), 'cap-above-maximum', { max, most: capacity.max })]
      : [],
  );
};
