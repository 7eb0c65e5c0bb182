import { closeTo, pathText } from '../../../model/index.ts';
import { pricingFor } from '../../../providers/index.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

const LONGEST_MONTH_HOURS = 744;
/** At the hourly limit, the month's budget would be used up within a tenth of the month. */
const FAR_ABOVE = 10;
const HOURS_PER_MONTH = 730;

/** Limits per hour and per month of which one makes the other pointless. */
export const budgetsContradict: WarningCheck = ({ guards: { budget } }) => {
  const { hourlyUsd, monthlyUsd } = budget ?? {};
  if (hourlyUsd === undefined || monthlyUsd === undefined) return [];
  const most = hourlyUsd * LONGEST_MONTH_HOURS;
  if (most < monthlyUsd)
    return [warning('guards.budget.monthlyUsd', 'budget-month-never-reached', { hourlyUsd, monthlyUsd, most })];
  if (hourlyUsd * HOURS_PER_MONTH <= FAR_ABOVE * monthlyUsd) return [];
  const hours = monthlyUsd / hourlyUsd;
  return [warning('guards.budget.hourlyUsd', 'budget-hour-above-month', { hourlyUsd, monthlyUsd, hours })];
};

/** A price of a type that the policy does not launch: it is misspelled, or left over. */
export const pricesUnused: WarningCheck = ({ provider }) => {
  const { types = [], fixed = {} } = pricingFor(provider) ?? {};
  if (types.length === 0) return [];
  return Object.keys(fixed).flatMap((type) =>
    types.includes(type)
      ? []
      : [
          warning(pathText(['provider', 'prices', type]), 'price-of-unused-type', {
            type,
            close: closeTo(
              type,
              types.filter((each) => !Object.hasOwn(fixed, each)),
            ),
          }),
        ],
  );
};
