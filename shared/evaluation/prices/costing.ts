import {
  type CostingWorker,
  isSpendingNews,
  type PriceBook,
  type Pricing,
  priceOf,
  priceOnDemand,
  type Spending,
  spentUntil,
} from '../../prices/index.ts';
import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState, StateChange } from '../../state/index.ts';
import { pricedWorker } from './priced.ts';

/**
 * What the group has cost until now. Workers that drain cost as well; those without a known price do not count. If prices
 * could not be read, nothing is counted: the next evaluation counts until then.
 */
export function spendingNow(
  { spending, provider: { terminated } }: GroupState,
  workers: readonly ManagedWorker[],
  pricing: Pricing | null,
  book: PriceBook,
  now: number,
): Spending {
  const costing = pricing ? workers.flatMap((worker) => costingWorker(worker, pricing, book)) : [];
  const isUnread = pricing !== null && book[pricing.system] === undefined;
  if (isUnread && costing.length < workers.flatMap(pricedWorker).length) return spending;
  const endedAt = terminated.flatMap(({ at, workers: gone }) => gone.map(() => at));
  return spentUntil(spending, costing, endedAt, now);
}

function costingWorker(worker: ManagedWorker, pricing: Pricing, book: PriceBook): CostingWorker[] {
  return pricedWorker(worker).flatMap((priced) => {
    const usd = priceOf(priced, pricing, book);
    if (usd === null) return [];
    const { type, market, zone } = priced;
    const onDemandUsd = priceOnDemand(type, pricing, book) ?? usd;
    const key = `${type} ${market} ${zone}`;
    return [{ key, usd, onDemandUsd, isSpot: market === 'spot', launchedAt: worker.launchedAt }];
  });
}

/** The change of the state that stores what the group has cost. */
export const spendingChange = (before: GroupState, after: Spending): Pick<StateChange, 'spending'> =>
  isSpendingNews(before.spending, after) ? { spending: after } : {};
