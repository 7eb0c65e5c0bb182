import { diskRateOf, rateOf, savedRateOf } from '../../prices/index.ts';
import type { GroupState } from '../../state/index.ts';

/** What a group costs, from its state alone. */
export interface GroupSpending {
  /** Dollars per hour, with its warm pool. */
  readonly hourlyUsd: number;
  /** Of these, the disks of stopped members of its warm pool. */
  readonly diskHourlyUsd: number;
  /** Dollars per hour that the spot workers would cost more on demand. */
  readonly savedHourlyUsd: number;
  /** Dollars of the calendar month in UTC, so far. */
  readonly monthUsd: number;
}

/** Null if nothing is known of what its workers cost. */
export const spendingOf = ({ spending }: Pick<GroupState, 'spending'>): GroupSpending | null =>
  spending.at === null
    ? null
    : {
        hourlyUsd: rateOf(spending),
        diskHourlyUsd: diskRateOf(spending),
        savedHourlyUsd: savedRateOf(spending),
        monthUsd: spending.monthUsd,
      };

export const spendPerHourOf = (state: Pick<GroupState, 'spending'>): number | null =>
  spendingOf(state)?.hourlyUsd ?? null;
