import { priceList } from '../aws/prices/price-list.ts';
import type { Borrowed } from '../aws/query/call.ts';
import type { PriceLists } from '../evaluation/index.ts';
import { matchingTypes, spotPrices } from '../providers/adapters.ts';

/** AWS's prices, without SDK clients. */
export const priceLists = (borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): PriceLists => ({
  onDemand: priceList(borrowed, environment),
  spot: spotPrices(borrowed, environment),
  matching: matchingTypes(borrowed, environment),
});
