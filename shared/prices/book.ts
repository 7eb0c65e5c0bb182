import type { OperatingSystem } from './system.ts';

/** What is known of the price of an instance type, in dollars per hour. */
export interface TypePrice {
  readonly onDemand?: OnDemandPrice;
  readonly spot?: SpotPrice;
  /** Under the name of a selection instead of a type: the types that match it. */
  readonly matching?: MatchingTypes;
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

/** What types a launch chooses from, in the provider's own form, with a name that is the same for the same. */
export interface Selection {
  readonly name: string;
  readonly of: unknown;
}

export interface MatchingTypes extends Read {
  readonly types?: readonly string[];
  /** Of the selection. */
  readonly of?: unknown;
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

/** A price that is wanted; `matching`: the types of the selection that `type` names. */
export interface WantedPrice {
  readonly system: OperatingSystem;
  readonly type: string;
  readonly market: Market | 'matching';
}

export function typePrice(book: PriceBook, system: OperatingSystem, type: string): TypePrice | undefined {
  const types = book[system];
  return types && Object.hasOwn(types, type) ? types[type] : undefined;
}

/** The field of what is known in a market. */
export const priceField = (market: WantedPrice['market']): 'onDemand' | 'spot' | 'matching' =>
  market === 'on-demand' ? 'onDemand' : market;

/** What is known of a price in one market. */
export const marketPrice = (
  book: PriceBook,
  { system, type, market }: WantedPrice,
): OnDemandPrice | SpotPrice | MatchingTypes | undefined => typePrice(book, system, type)?.[priceField(market)];
