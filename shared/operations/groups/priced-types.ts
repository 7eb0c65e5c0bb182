import type { PriceLists, PriceRecords } from '../../evaluation/index.ts';
import { errorText, type Reason } from '../../model/index.ts';
import { type PriceBook, type Pricing, priceOnDemand, typePrice } from '../../prices/index.ts';
import type { LaunchType, LaunchTypes } from '../../providers/index.ts';
import { because } from '../reasons.ts';

/** AWS's price list is asked once for each type. */
const MOST_ASKED = 60;

export interface PricedType extends LaunchType {
  /** Dollars per hour; null: not known. A price that the policy states counts in both markets. */
  readonly onDemandUsd: number | null;
  /** By zone; empty: not known. */
  readonly spotUsd: Readonly<Record<string, number>>;
}

export interface PricedTypes extends Omit<LaunchTypes, 'types' | 'notes'> {
  /** The cheapest on demand first. */
  readonly types: readonly PricedType[];
  readonly notes: readonly { readonly reason: Reason; readonly remedy: Reason | null }[];
}

export interface PriceUse {
  readonly records: Pick<PriceRecords, 'read'>;
  readonly lists: PriceLists;
}

/** Types with their prices: those that are stored, and AWS's current ones for the others. What cannot be read is a note. */
export async function pricedTypes(
  { types, notes, ...rest }: LaunchTypes,
  pricing: Pricing,
  { records, lists }: PriceUse,
  now: number,
): Promise<PricedTypes> {
  const { system, fixed } = pricing;
  // Without a deployed stage, nothing is stored.
  const stored = await records.read([system]).catch((): PriceBook => ({}));
  const existing = types.flatMap(({ type, vcpus }) => (vcpus === null ? [] : [type]));
  const unknown = existing.filter((type) => priceOnDemand(type, pricing, stored) === null);
  const failures: Reason[] = [];
  const or = <T>(fallback: T, reading: Promise<T>): Promise<T> =>
    reading.catch((error: unknown) => {
      failures.push(because['prices-unread']({ error: errorText(error) }));
      return fallback;
    });
  const asked = unknown.slice(0, MOST_ASKED);
  const [found, spot] = await Promise.all([
    asked.length > 0 ? or(NO_LIST, lists.onDemand(system, asked)) : NO_LIST,
    existing.length > 0 ? or(NO_ZONES, lists.spot(system, existing, now)) : NO_ZONES,
  ]);
  const unread = new Set([...found.values()].flatMap((usd) => (usd instanceof Error ? errorText(usd) : [])));
  failures.push(...[...unread].map((error) => because['prices-unread']({ error })));
  const listed = Object.fromEntries(
    [...found].flatMap(([type, usd]) =>
      usd === null || usd instanceof Error ? [] : [[type, { onDemand: { usd } }] as const],
    ),
  );
  const book: PriceBook = { [system]: { ...stored[system], ...listed } };
  const left = unknown.length - asked.length;
  return {
    ...rest,
    types: types
      .map((type) => ({
        ...type,
        onDemandUsd: priceOnDemand(type.type, pricing, book),
        spotUsd: Object.hasOwn(fixed, type.type)
          ? {}
          : (spot.get(type.type) ?? typePrice(stored, system, type.type)?.spot?.zones ?? {}),
      }))
      .toSorted(byPrice),
    notes: [
      ...notes,
      ...failures.map((reason) => ({ reason, remedy: null })),
      ...(left > 0 ? [{ reason: because['prices-left-out']({ types: left, most: MOST_ASKED }), remedy: null }] : []),
    ],
  };
}

const NO_LIST: ReadonlyMap<string, number | null | Error> = new Map();
const NO_ZONES: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map();

const byPrice = (one: PricedType, other: PricedType): number =>
  (one.onDemandUsd ?? Number.MAX_VALUE) - (other.onDemandUsd ?? Number.MAX_VALUE) || (one.type < other.type ? -1 : 1);
