import { pathText } from '../../../model/index.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** Nothing raises a cap, not even the minimum. */
export const capBelowMinimum: WarningCheck = ({ capacity: { min }, guards: { cap = [], floor } }) =>
  cap.flatMap(({ max }, index) => {
    const least = Math.max(min, floor);
    return max < least ? [warning(pathText(['guards', 'cap', index, 'max']), 'cap-below-minimum', { max, least })] : [];
  });
