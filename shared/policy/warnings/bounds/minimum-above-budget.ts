import { pathText, reaches } from '../../../model/index.ts';
import { moduleOf } from '../../../rules/index.ts';
import { isWeighted, statedPrice } from '../../faults/minimum.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A window whose minimum costs more per hour than the budget, at the policy's own prices: the group has it nevertheless. */
export const minimumAboveBudget: WarningCheck = ({ provider, capacity, guards: { budget }, rules }) => {
  const usd = budget?.hourlyUsd;
  const price = statedPrice(provider);
  if (usd === undefined || price === null) return [];
  const inUnits = isWeighted(provider) && { inUnits: true as const };
  return rules.flatMap((rule, index) =>
    (moduleOf(rule).windows?.(rule) ?? []).flatMap(({ min = 0 }, window) =>
      min <= capacity.min || reaches(usd, min * price)
        ? []
        : [
            warning(pathText(['rules', index, 'windows', window, 'min']), 'window-min-above-budget', {
              usd,
              min,
              price,
              atLeast: min * price,
              ...inUnits,
            }),
          ],
    ),
  );
};
