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
import type { ManagedWorker, PoolWorker, WarmPool } from '../../providers/index.ts';
import type { GroupState, StateChange } from '../../state/index.ts';
import { pricedWorker } from './priced.ts';

/**
 * What the group has cost until now. Workers that drain cost as well, and so do members of the warm pool: those that run as
 * workers do, the others their disks. Those without a known price do not count. If prices could not be read, nothing is
 * counted: the next evaluation counts until then.
 */
export function spendingNow(
  { spending, provider: { terminated } }: GroupState,
  { workers, members }: { readonly workers: readonly ManagedWorker[]; readonly members: readonly PoolWorker[] },
  { pricing, pool, prices: book }: GroupPrices,
  now: number,
): Spending {
  const endedAt = terminated.flatMap(({ at, workers: gone }) => gone.map(() => at));
  if (pricing === null) return spentUntil(spending, [], endedAt, now);
  const running = [...workers, ...members.filter(({ rest }) => rest === 'up')];
  const costing = running.flatMap((worker) => costingWorker(worker, pricing, book));
  const isUnread = book[pricing.system] === undefined;
  if (isUnread && costing.length < running.flatMap(pricedWorker).length) return spending;
  const disks = pool ? members.filter(({ rest }) => rest !== 'up').map((member) => costingDisks(member, pool)) : [];
  return spentUntil(spending, [...costing, ...disks], endedAt, now);
}

export interface GroupPrices {
  /** Null for providers without prices. */
  readonly pricing: Pricing | null;
  /** Null without a warm pool. */
  readonly pool: WarmPool | null;
  readonly prices: PriceBook;
}

/** Counted from the evaluation that finds it stopped: its launch is long ago, and was that of a worker. */
const costingDisks = ({ zone }: PoolWorker, { diskUsd }: WarmPool): CostingWorker => ({
  key: `disks ${zone}`,
  usd: diskUsd,
  onDemandUsd: diskUsd,
  isSpot: false,
  isDisk: true,
  launchedAt: 0,
});

/** The type of the workers that are counted under a key. */
export const typeIn = (key: string): string => key.split(' ')[0] ?? '';

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
