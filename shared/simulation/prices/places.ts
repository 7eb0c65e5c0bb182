import {
  type Market,
  type PriceBook,
  type PricedWorker,
  type Pricing,
  priceOf,
  typePrice,
} from '../../prices/index.ts';
import type { LaunchMix } from '../../providers/index.ts';

/**
 * The types and zones of launched workers, as the provider and EC2 choose them: zones with the fewest workers first, or else
 * the cheapest; in them, the cheapest type. EC2 also weighs how much capacity a spot pool has, which a replay does not know.
 */
export function placesOf(
  { onDemand, spot, isSpread }: LaunchMix,
  there: readonly PricedWorker[],
  pricing: Pricing,
  book: PriceBook,
): PricedWorker[] {
  const zones = zonesOf(pricing, book);
  const counts = new Map(zones.map((zone) => [zone, there.filter((worker) => worker.zone === zone).length]));
  const cheapest = new Map<string, PricedWorker>();
  const cheapestIn = (market: Market, some: readonly string[]): PricedWorker => {
    const key = `${market} ${some.join(' ')}`;
    const known = cheapest.get(key) ?? cheapestOf(market, some, pricing, book);
    cheapest.set(key, known);
    return known;
  };
  const markets: Market[] = [...Array<Market>(onDemand).fill('on-demand'), ...Array<Market>(spot).fill('spot')];
  return markets.map((market) => {
    const some = isSpread ? [leastOf(counts)] : zones;
    const worker = cheapestIn(market, some);
    counts.set(worker.zone, (counts.get(worker.zone) ?? 0) + 1);
    return worker;
  });
}

/** The zones of the spot prices. On-demand prices are the same in all zones. */
function zonesOf({ system, types }: Pricing, book: PriceBook): readonly string[] {
  const named = types.flatMap((type) => Object.keys(typePrice(book, system, type)?.spot?.zones ?? {}));
  const zones = [...new Set(named)].filter((zone) => zone !== '').toSorted();
  return zones.length > 0 ? zones : [''];
}

function cheapestOf(market: Market, zones: readonly string[], pricing: Pricing, book: PriceBook): PricedWorker {
  const places = pricing.types.flatMap((type) => zones.map((zone): PricedWorker => ({ type, market, zone })));
  const priceIn = (place: PricedWorker): number => priceOf(place, pricing, book) ?? Infinity;
  return places.reduce((best, each) => (priceIn(each) < priceIn(best) ? each : best));
}

function leastOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((least, each) => (each[1] < least[1] ? each : least))[0];
}
