import { weightOf } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import {
  launchSpending,
  NO_PRICES,
  type PriceBook,
  type PricedWorker,
  type Pricing,
  priceOf,
  selected,
  unpriced,
} from '../../prices/index.ts';
import { type ManagedWorker, type PoolWorker, pricingFor, warmPoolOf } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';

/**
 * The prices that the groups of these policies need, in one read; nothing is read for groups that have none. If they cannot
 * be read, nobody knows them: groups are evaluated all the same.
 */
export async function readPrices(
  policies: Iterable<Policy>,
  { prices, warn }: Pick<EvaluationDependencies, 'prices' | 'warn'>,
): Promise<PriceBook> {
  const priced = [...policies].flatMap(({ provider, guards: { budget } }) => {
    const pricing = pricingFor(provider);
    return pricing ? [{ pricing, hasBudget: budget !== undefined }] : [];
  });
  if (priced.length === 0 || !prices) return NO_PRICES;
  const systems = [...new Set(priced.map(({ pricing }) => pricing.system))];
  try {
    const book = await prices.read(systems);
    const isIncomplete = priced.some(({ pricing, hasBudget }) => hasBudget && isUnknown(pricing, book));
    return isIncomplete ? await prices.read(systems, { isIncomplete }) : book;
  } catch (error) {
    warn?.('Prices could not be read', error);
    return NO_PRICES;
  }
}

function isUnknown(pricing: Pricing, book: PriceBook): boolean {
  const known = selected(pricing, book);
  return unpriced(known, book).length > 0 || (pricing.selection !== undefined && known.types.length === 0);
}

/** A worker as its price depends on it; none if its provider does not say what it is. */
export function pricedWorker({ zone, details: { instanceType, market } }: ManagedWorker): PricedWorker[] {
  return instanceType ? [{ type: instanceType, market: market === 'spot' ? 'spot' : 'on-demand', zone }] : [];
}

/** Dollars per hour of a worker; null if its price is not known. */
export function hourlyUsdOf(worker: ManagedWorker, pricing: Pricing | null, book: PriceBook): number | null {
  const [priced] = pricing ? pricedWorker(worker) : [];
  return pricing && priced ? priceOf(priced, pricing, book) : null;
}

/** What a budget must know of prices, beyond those of the workers. */
export function spendingOf(
  { provider, cluster, guards: { budget } }: Policy,
  { spending: { monthUsd } }: Pick<GroupState, 'spending'>,
  { workers, members }: { readonly workers: readonly ManagedWorker[]; readonly members: readonly PoolWorker[] },
  book: PriceBook,
): Observation['spending'] {
  const pricing = pricingFor(provider);
  // The cluster may have a budget that another group states.
  if ((!budget && cluster === undefined) || !pricing) return undefined;
  const running = workers.flatMap(({ details: { instanceType } }) => instanceType || []);
  const priced = { ...pricing, weights: pricing.weights ?? weightsSeen(workers) };
  const launch = launchSpending(priced, running, book);
  const diskUsd = warmPoolOf(provider)?.diskUsd ?? 0;
  const most = 'launchUsd' in launch ? launch.launchUsd : 0;
  const poolUsd = members
    .map((member) => (member.rest === 'up' ? (hourlyUsdOf(member, pricing, book) ?? most * weightOf(member)) : diskUsd))
    .reduce((sum, usd) => sum + usd, 0);
  return { ...launch, monthUsd, ...(poolUsd > 0 && { poolUsd }) };
}

/** Units of capacity by type, as the workers show them. */
const weightsSeen = (workers: readonly ManagedWorker[]): Readonly<Record<string, number>> =>
  Object.fromEntries(workers.map(({ weight = 1, details: { instanceType = '' } }) => [instanceType, weight]));
