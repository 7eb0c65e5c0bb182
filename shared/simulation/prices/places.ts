import { unitsOf } from '../../model/index.ts';
import {
  type Market,
  type PriceBook,
  type PricedWorker,
  type Pricing,
  priceOf,
  typePrice,
} from '../../prices/index.ts';
import type { LaunchMix } from '../../providers/index.ts';

export interface Place extends PricedWorker {
  /** Units of capacity of a worker there. */
  readonly weight: number;
}

/** Whether workers differ in what they count as. */
export const isWeighted = ({ weights = {} }: Pricing): boolean => Object.values(weights).some((weight) => weight > 1);

/**
 * The types and zones of launched workers, as the provider and EC2 choose them: zones with the least capacity first, or else
 * the cheapest; in them, the type that is cheapest for a unit of capacity. A type that is heavier than what is missing is
 * launched only if all are, and then the lightest: so a launch exceeds what it should bring by less than one worker. EC2
 * also weighs how much capacity a spot pool has, which a replay does not know.
 */
export function placesOf(
  { onDemand, spot, isSpread }: LaunchMix,
  there: readonly Place[],
  pricing: Pricing,
  book: PriceBook,
): Place[] {
  const zones = zonesOf(pricing, book);
  const units = new Map(zones.map((zone) => [zone, unitsOf(there.filter((worker) => worker.zone === zone))]));
  const cheapest = new Map<string, Place>();
  const heaviest = Math.max(1, ...Object.values(pricing.weights ?? {}));
  const cheapestIn = (market: Market, some: readonly string[], missing: number): Place => {
    const most = Math.min(missing, heaviest);
    const key = `${market} ${most} ${some.join(' ')}`;
    const known = cheapest.get(key) ?? cheapestOf(market, some, most, pricing, book);
    cheapest.set(key, known);
    return known;
  };
  const places: Place[] = [];
  let missing = onDemand + spot;
  for (const [market, wanted] of [['on-demand', onDemand] as const, ['spot', spot] as const]) {
    for (let left = Math.min(wanted, missing); left > 0; ) {
      const place = cheapestIn(market, isSpread ? [leastOf(units)] : zones, left);
      units.set(place.zone, (units.get(place.zone) ?? 0) + place.weight);
      places.push(place);
      left -= place.weight;
      missing -= place.weight;
    }
  }
  return places;
}

/** The zones of the spot prices. On-demand prices are the same in all zones. */
function zonesOf({ system, types }: Pricing, book: PriceBook): readonly string[] {
  const named = types.flatMap((type) => Object.keys(typePrice(book, system, type)?.spot?.zones ?? {}));
  const zones = [...new Set(named)].filter((zone) => zone !== '').toSorted();
  return zones.length > 0 ? zones : [''];
}

function cheapestOf(market: Market, zones: readonly string[], most: number, pricing: Pricing, book: PriceBook): Place {
  const weightOfType = (type: string): number => pricing.weights?.[type] ?? 1;
  const lightest = Math.min(...pricing.types.map(weightOfType));
  const places = pricing.types
    .filter((type) => weightOfType(type) <= Math.max(most, lightest))
    .flatMap((type) => zones.map((zone): Place => ({ type, market, zone, weight: weightOfType(type) })));
  const unitPriceIn = (place: Place): number => (priceOf(place, pricing, book) ?? Infinity) / place.weight;
  return places.reduce((best, each) => (unitPriceIn(each) < unitPriceIn(best) ? each : best));
}

function leastOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((least, each) => (each[1] < least[1] ? each : least))[0];
}
