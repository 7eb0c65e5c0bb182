/** What workers cost: prices, the pricing of a policy, and what a month has left. Pure; shared/aws reads and stores prices. */
export {
  type Market,
  type MatchingTypes,
  marketPrice,
  NO_PRICES,
  type OnDemandPrice,
  type PriceBook,
  priceField,
  type Selection,
  type SpotPrice,
  type SpotPriceReader,
  type TypePrice,
  typePrice,
  type WantedPrice,
} from './book.ts';
export { hoursLeft, monthlyRate, monthOf } from './month.ts';
export { newlyNeeded } from './needed.ts';
export {
  type LaunchSpending,
  launchPrices,
  launchSpending,
  type PricedWorker,
  type Pricing,
  priceOf,
  priceOnDemand,
  selected,
  unpriced,
} from './pricing.ts';
export {
  type CostingWorker,
  diskRateOf,
  HOUR_MS,
  type HourCost,
  hoursOf,
  isSpendingNews,
  NOTHING_SPENT,
  type RunningWorkers,
  rateOf,
  type Spending,
  savedRateOf,
  spentUntil,
  stopped,
} from './spending.ts';
export { OPERATING_SYSTEMS, type OperatingSystem } from './system.ts';
