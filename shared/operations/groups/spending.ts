import { rateOf, savedRateOf } from '../../prices/index.ts';
import type { GroupState } from '../../state/index.ts';

/** What the workers of a group cost, from its state alone. */
export interface GroupSpending {
  /** Dollars per hour. */
  readonly hourlyUsd: number;
  /** Dollars per hour that the spot workers would cost more on demand. */
  readonly savedHourlyUsd: number;
  /** Dollars of the calendar month in UTC, so far. */
  readonly monthUsd: number;
}

/** Null if nothing is known of what its workers cost. */
export const spendingOf = ({ spending }: Pick<GroupState, 'spending'>): GroupSpending | null =>
  spending.at === null
    ? null
    : { hourlyUsd: rateOf(spending), savedHourlyUsd: savedRateOf(spending), monthUsd: spending.monthUsd };

export const spendPerHourOf = (state: Pick<GroupState, 'spending'>): number | null =>
  spendingOf(state)?.hourlyUsd ?? null;
