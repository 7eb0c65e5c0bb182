import type { OperatingSystem, PriceBook, SpotPriceReader, WantedPrice } from '../../prices/index.ts';

/** The prices that are stored, and which of them somebody needs. */
export interface PriceRecords {
  /** All prices for these operating systems. A copy may be some minutes old; with `isIncomplete`, only seconds. */
  read(systems: readonly OperatingSystem[], options?: { readonly isIncomplete?: boolean }): Promise<PriceBook>;
  /** Notes that these prices are needed, so that the next refresh reads them. */
  need(wanted: readonly WantedPrice[], now: number): Promise<void>;
  /** Stores what AWS says. */
  store(found: readonly FoundPrice[], now: number): Promise<void>;
  /** Removes prices that nobody needs any more. */
  forget(unneeded: readonly WantedPrice[]): Promise<void>;
  /** Notes that the policy of a group is to be tried again: it was set aside, or rejected because a price could not be read. */
  wait(group: string): Promise<void>;
  /** Makes the policies that wait be tried again. Returns their groups. */
  retryWaiting(): Promise<readonly string[]>;
}

/**
 * A price as AWS says it, in dollars per hour: `usd` on demand, null if the list has no such type; `zones` of spot. Or the
 * types that match the selection that `type` names.
 */
export type FoundPrice = Omit<WantedPrice, 'market'> &
  (
    | { readonly market: 'on-demand'; readonly usd: number | null }
    | { readonly market: 'spot'; readonly zones: Readonly<Record<string, number>> }
    | { readonly market: 'matching'; readonly types: readonly string[]; readonly of: unknown }
  );

/** AWS's prices. */
export interface PriceLists {
  /**
   * Of these types; a type that the list does not have is null, and one that could not be read is the error. Throws if no
   * type can be read.
   */
  onDemand(system: OperatingSystem, types: readonly string[]): Promise<ReadonlyMap<string, number | null | Error>>;
  /** The current spot prices of these types, by type and zone. */
  readonly spot: SpotPriceReader;
  /** The types that match a selection now. */
  matching(of: unknown): Promise<readonly string[]>;
}
