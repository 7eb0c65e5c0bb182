import type { OperatingSystem } from './system.ts';

/** What is known of the price of an instance type, in dollars per hour. */
export interface TypePrice {
  readonly onDemand?: OnDemandPrice;
  readonly spot?: SpotPrice;
}

/** Times are ms since the epoch. */
interface Read {
  /** When a policy or a worker last needed the price; absent: never. */
  readonly neededAt?: number;
  /** When AWS last said it; absent: never. */
  readonly readAt?: number;
}

/** Without `usd` although it was read, AWS's price list does not have the type. */
export interface OnDemandPrice extends Read {
  readonly usd?: number;
}

export interface SpotPrice extends Read {
  /** By zone. */
  readonly zones?: Readonly<Record<string, number>>;
}

/** Prices of the region, by operating system and type. A record, so that it is stored, cached and replayed as it is. */
export type PriceBook = Readonly<Partial<Record<OperatingSystem, Readonly<Record<string, TypePrice>>>>>;

/** Reads the current spot prices of types, by type and zone. */
export type SpotPriceReader = (
  system: OperatingSystem,
  types: readonly string[],
  now: number,
) => Promise<ReadonlyMap<string, Readonly<Record<string, number>>>>;

export const NO_PRICES: PriceBook = {};

export type Market = 'on-demand' | 'spot';

/** A price that is wanted. */
export interface WantedPrice {
  readonly system: OperatingSystem;
  readonly type: string;
  readonly market: Market;
}

export function typePrice(book: PriceBook, system: OperatingSystem, type: string): TypePrice | undefined {
  const types = book[system];
  return types && Object.hasOwn(types, type) ? types[type] : undefined;
}

/** What is known of a price in one market. */
export const marketPrice = (
  book: PriceBook,
  { system, type, market }: WantedPrice,
): OnDemandPrice | SpotPrice | undefined => typePrice(book, system, type)?.[market === 'spot' ? 'spot' : 'onDemand'];
