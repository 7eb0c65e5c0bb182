import { type Market, type PriceBook, type Selection, typePrice } from './book.ts';
import type { OperatingSystem } from './system.ts';

/** What a policy says of the prices of its workers. */
export interface Pricing {
  readonly system: OperatingSystem;
  /** The types that a launch may use; empty: only the workers show them. */
  readonly types: readonly string[];
  /** The types are those that match it, as far as they are known. */
  readonly selection?: Selection | undefined;
  readonly markets: readonly Market[];
  /** Prices that the policy states, in dollars per hour: they count in every market. */
  readonly fixed: Readonly<Record<string, number>>;
  /** The part of AWS's on-demand prices that is paid, with savings plans and discounts. */
  readonly onDemandShare: number;
  /** Units of capacity by type, where they are not all 1. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** The pricing with the types that match its selection; with none as long as nobody knows them. */
export const selected = (pricing: Pricing, book: PriceBook): Pricing =>
  pricing.selection === undefined
    ? pricing
    : { ...pricing, types: typePrice(book, pricing.system, pricing.selection.name)?.matching?.types ?? [] };

/** A worker, as far as its price depends on it. */
export interface PricedWorker {
  readonly type: string;
  readonly market: Market;
  readonly zone: string;
}

/** Dollars per hour of a worker; null if its price is not known. A spot price that is not known is at most that on demand. */
export function priceOf({ type, market, zone }: PricedWorker, pricing: Pricing, book: PriceBook): number | null {
  const fixed = fixedPrice(type, pricing);
  if (fixed !== null) return fixed;
  return (market === 'spot' ? spotPrice(type, zone, pricing, book) : null) ?? onDemandPrice(type, pricing, book);
}

/** What the same worker would cost on demand; null if that is not known. */
export const priceOnDemand = (type: string, pricing: Pricing, book: PriceBook): number | null =>
  fixedPrice(type, pricing) ?? onDemandPrice(type, pricing, book);

/** The most that a new worker, or a unit of its weight, can cost per hour, and the least; null if the price of any type is not known. */
export function launchPrices(
  pricing: Pricing,
  book: PriceBook,
): { readonly most: number; readonly least: number } | null {
  const prices = pricing.types.flatMap((type) => {
    const weight = pricing.weights?.[type] ?? 1;
    return pricesOfType(type, pricing, book).map((usd) => usd / weight);
  });
  if (prices.length === 0 || unpriced(pricing, book).length > 0) return null;
  return { most: Math.max(...prices), least: Math.min(...prices) };
}

/** The types that a launch may use and whose price is not known in one of its markets. */
export const unpriced = (pricing: Pricing, book: PriceBook): string[] =>
  pricing.types.filter((type) => pricesOfType(type, pricing, book).length === 0);

/** In every market of a launch; none if the price in one of them is not known, because the launch may be there. */
function pricesOfType(type: string, pricing: Pricing, book: PriceBook): number[] {
  const fixed = fixedPrice(type, pricing);
  if (fixed !== null) return [fixed];
  const byMarket = pricing.markets.map((market) => {
    const spot = market === 'spot' ? Object.values(typePrice(book, pricing.system, type)?.spot?.zones ?? {}) : [];
    if (spot.length > 0) return spot;
    const usd = onDemandPrice(type, pricing, book);
    return usd === null ? [] : [usd];
  });
  return byMarket.every((prices) => prices.length > 0) ? byMarket.flat() : [];
}

/** What a budget must know of prices, beyond those of the workers: what one more costs at most, or whose price is missing. */
export type LaunchSpending = { readonly launchUsd: number } | { readonly unpriced: string[] };

/**
 * `running`: the types of the workers. If only they show what a group launches, their types are those of the next ones.
 * Before the first, any type with a stated price is.
 */
export function launchSpending(pricing: Pricing, running: Iterable<string>, book: PriceBook): LaunchSpending {
  const known = selected(pricing, book);
  if (pricing.selection && known.types.length === 0) return { unpriced: [pricing.selection.name] };
  const launched = { ...known, types: typesOfLaunch(known, running) };
  const prices = launchPrices(launched, book);
  return prices ? { launchUsd: prices.most } : { unpriced: unpriced(launched, book) };
}

function typesOfLaunch({ types, fixed }: Pricing, running: Iterable<string>): readonly string[] {
  if (types.length > 0) return types;
  const seen = new Set(running);
  return seen.size > 0 ? [...seen] : Object.keys(fixed);
}

export const fixedPrice = (type: string, { fixed }: Pricing): number | null =>
  Object.hasOwn(fixed, type) ? (fixed[type] ?? null) : null;

function onDemandPrice(type: string, { system, onDemandShare }: Pricing, book: PriceBook): number | null {
  const usd = typePrice(book, system, type)?.onDemand?.usd;
  return usd === undefined ? null : usd * onDemandShare;
}

/** In a zone without a price, the highest of the other zones. */
function spotPrice(type: string, zone: string, { system }: Pricing, book: PriceBook): number | null {
  const zones = typePrice(book, system, type)?.spot?.zones ?? {};
  if (Object.hasOwn(zones, zone)) return zones[zone] ?? null;
  const others = Object.values(zones);
  return others.length > 0 ? Math.max(...others) : null;
}
