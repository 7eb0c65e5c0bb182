import { marketPrice, type PriceBook, type WantedPrice } from './book.ts';
import { fixedPrice, type PricedWorker, type Pricing } from './pricing.ts';

/** Prices are asked for again once a day, so a policy or a worker that needs them says so as often. */
const NEEDED_AGAIN_AFTER_MS = 86_400_000;

/** The prices that these workers and launches need, and that nobody has needed within a day. */
export function newlyNeeded(
  pricing: Pricing,
  workers: readonly Pick<PricedWorker, 'type' | 'market'>[],
  book: PriceBook,
  now: number,
): WantedPrice[] {
  const { system, types, markets } = pricing;
  const pairs = [
    ...types.flatMap((type) => markets.map((market) => ({ type, market }))),
    ...workers.map(({ type, market }) => ({ type, market })),
  ];
  const needed = new Map<string, WantedPrice>();
  for (const { type, market } of pairs) {
    if (fixedPrice(type, pricing) !== null) continue;
    // What a spot worker saves is compared with its price on demand.
    for (const each of market === 'spot' ? (['on-demand', 'spot'] as const) : ([market] as const)) {
      const wanted = { system, type, market: each };
      if (isDue(wanted, book, now)) needed.set(`${each} ${type}`, wanted);
    }
  }
  // Only budgets need to know what a selection matches. They have asked for the prices of these types.
  if (pricing.selection && types.length > 0) {
    const wanted = { system, type: pricing.selection.name, market: 'matching' as const };
    if (isDue(wanted, book, now)) needed.set(wanted.type, wanted);
  }
  return [...needed.values()];
}

function isDue(wanted: WantedPrice, book: PriceBook, now: number): boolean {
  const neededAt = marketPrice(book, wanted)?.neededAt;
  return neededAt === undefined || now - neededAt >= NEEDED_AGAIN_AFTER_MS;
}
