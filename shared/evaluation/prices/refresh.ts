import { errorText } from '../../model/index.ts';
import {
  marketPrice,
  OPERATING_SYSTEMS,
  type OperatingSystem,
  type PriceBook,
  typePrice,
  type WantedPrice,
} from '../../prices/index.ts';
import type { FoundPrice, PriceLists, PriceRecords } from '../ports.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How old a price becomes before it is read again. Shorter than the schedule, which is not exact. */
const READ_AGAIN_AFTER_MS: Readonly<Record<WantedPrice['market'], number>> = {
  'on-demand': DAY_MS - 5 * MINUTE_MS,
  spot: 10 * MINUTE_MS,
  matching: DAY_MS - 5 * MINUTE_MS,
};
const MARKETS = ['matching', 'on-demand', 'spot'] as const;
/** How long a price is read that nobody needs any more. Evaluations say once a day what they need. */
const NEEDED_WITHIN_MS = 2 * DAY_MS;
const FORGOTTEN_AFTER_MS = 30 * DAY_MS;

export interface RefreshUse {
  readonly records: PriceRecords;
  readonly lists: PriceLists;
  readonly clock: () => number;
}

export interface Refreshed {
  readonly read: number;
  readonly forgotten: number;
  /** What could not be read, and why: the prices before stay. */
  readonly failed: readonly {
    readonly system: OperatingSystem;
    readonly market: WantedPrice['market'];
    readonly error: string;
  }[];
}

/**
 * Reads the prices again that are needed and too old: spot prices at every call, those on demand once a day. What cannot be
 * read stays as it was.
 */
export async function refreshPrices({ records, lists, clock }: RefreshUse): Promise<Refreshed> {
  const now = clock();
  const book = await records.read(OPERATING_SYSTEMS);
  const known = pricesIn(book);
  const unneeded = known.filter(({ neededAt }) => now - neededAt >= FORGOTTEN_AFTER_MS);
  const due = known.filter(
    ({ market, neededAt, readAt }) => now - neededAt < NEEDED_WITHIN_MS && now - readAt >= READ_AGAIN_AFTER_MS[market],
  );
  const failed: Refreshed['failed'][number][] = [];
  let read = 0;
  for (const system of OPERATING_SYSTEMS) {
    for (const market of MARKETS) {
      const types = due.flatMap((each) => (each.system === system && each.market === market ? [each.type] : []));
      if (types.length === 0) continue;
      try {
        const { found, errors } = await readFrom(lists, { system, market, types }, book, now);
        await records.store(found, now);
        read += found.length;
        failed.push(...errors.map((error) => ({ system, market, error })));
      } catch (error) {
        failed.push({ system, market, error: errorText(error) });
      }
    }
  }
  if (unneeded.length > 0) await records.forget(unneeded);
  return { read, forgotten: unneeded.length, failed };
}

async function readFrom(
  lists: PriceLists,
  {
    system,
    market,
    types,
  }: { readonly system: OperatingSystem; readonly market: WantedPrice['market']; readonly types: readonly string[] },
  book: PriceBook,
  now: number,
): Promise<{ found: FoundPrice[]; errors: string[] }> {
  if (market === 'matching') {
    const found: FoundPrice[] = [];
    const errors: string[] = [];
    for (const type of types) {
      const of = typePrice(book, system, type)?.matching?.of;
      try {
        found.push({ system, type, market, of, types: await lists.matching(of) });
      } catch (error) {
        errors.push(errorText(error));
      }
    }
    return { found, errors: [...new Set(errors)] };
  }
  if (market === 'spot') {
    const spot = await lists.spot(system, types, now);
    return { found: types.map((type) => ({ system, type, market, zones: spot.get(type) ?? {} })), errors: [] };
  }
  const read = await lists.onDemand(system, types);
  // A type that had a price still has one, even if the list lacks it now.
  const before = (type: string) => typePrice(book, system, type)?.onDemand?.usd ?? null;
  const errors = [...read.values()].filter((price) => price instanceof Error).map(errorText);
  const found = types.flatMap((type): FoundPrice[] => {
    const price = read.get(type);
    return price instanceof Error ? [] : [{ system, type, market, usd: price ?? before(type) }];
  });
  return { found, errors: [...new Set(errors)] };
}

interface Known extends WantedPrice {
  readonly neededAt: number;
  readonly readAt: number;
}

const pricesIn = (book: PriceBook): Known[] =>
  OPERATING_SYSTEMS.flatMap((system) =>
    Object.keys(book[system] ?? {}).flatMap((type) =>
      MARKETS.flatMap((market): Known[] => {
        const price = marketPrice(book, { system, type, market });
        if (!price) return [];
        const { neededAt = 0, readAt = 0 } = price;
        return [{ system, type, market, neededAt, readAt }];
      }),
    ),
  );
