import { errorText } from '../../model/index.ts';
import { minimumFaults, type Policy, type ValidationError } from '../../policy/index.ts';
import {
  launchPrices,
  marketPrice,
  newlyNeeded,
  type OperatingSystem,
  type PriceBook,
  type Pricing,
  type Selection,
  selected,
  unpriced,
} from '../../prices/index.ts';
import { pricingFor } from '../../providers/index.ts';
import type { PriceLists, PriceRecords } from '../ports.ts';
import { evaluationError } from '../reasons.ts';

/** Where prices are stored, and where those come from that are not. */
export interface PriceUse {
  readonly records: Pick<PriceRecords, 'read' | 'need' | 'store' | 'wait'>;
  readonly lists: Pick<PriceLists, 'onDemand'> & Partial<Pick<PriceLists, 'matching'>>;
}

/**
 * Reads the prices that a policy needs and nobody has needed before, so that its first evaluation knows them. Returns what
 * is wrong with its budget: a price that cannot be known, or a minimum that costs more. Without a budget, nothing is.
 */
export async function acceptPrices(
  policy: Policy,
  { records, lists }: PriceUse,
  now: number,
): Promise<ValidationError[]> {
  const {
    provider,
    guards: { budget },
  } = policy;
  const priced = pricingFor(provider);
  if (!priced) return [];
  let error: string | null = null;
  const unread = new Map<string, string>();
  let book: PriceBook = {};
  let pricing = priced;
  try {
    book = await records.read([pricing.system]);
    if (budget && priced.selection) {
      const types = await matchingTypes(priced.selection, priced.system, { records, lists }, now);
      if (types.length === 0) return [evaluationError('provider', 'budget-matches-nothing', {})];
      if (types.length > MOST_MATCHING) {
        const params = { types: types.length, most: MOST_MATCHING };
        return [evaluationError('provider', 'budget-matches-many', params)];
      }
      pricing = { ...priced, types };
    }
    const needed = newlyNeeded(pricing, [], book, now);
    if (needed.length > 0) await records.need(needed, now);
    if (unpriced(pricing, book).length > 0) book = await withOnDemand(pricing, book, { records, lists }, now, unread);
  } catch (cause) {
    // A price that was stored by another policy or by the refresh will do.
    error = errorText(cause);
  }
  if (!budget) return [];
  if (priced.selection && pricing.types.length === 0) {
    // What another policy with the same selection has stored will do.
    pricing = selected(priced, book);
    if (pricing.types.length === 0) return [evaluationError('provider', 'budget-types-not-read', { why: error ?? '' })];
  }
  const unknown = unpriced(pricing, book);
  const { system } = pricing;
  return unknown.length > 0
    ? unknown.map((type) => {
        const why = error ?? unread.get(type);
        return why === undefined
          ? evaluationError('provider.prices', 'price-not-listed', { type, system })
          : evaluationError('provider.prices', 'price-not-read', { type, why });
      })
    : minimumFaults(policy, launchPrices(pricing, book)?.least ?? 0);
}

const UNREAD: readonly string[] = ['price-not-read', 'budget-types-not-read'];

/** Whether a policy is rejected only because AWS did not answer: it is tried again after the next refresh of prices. */
export const waitsForPrices = (faults: readonly ValidationError[]): boolean =>
  faults.length > 0 && faults.every(({ code }) => UNREAD.includes(code));

/** Each of their prices is read, and may be read again every day. */
const MOST_MATCHING = 100;

/** The types that match now. They are stored, so that evaluations know them. */
async function matchingTypes(
  { name, of }: Selection,
  system: OperatingSystem,
  { records, lists }: PriceUse,
  now: number,
): Promise<readonly string[]> {
  const types = (await lists.matching?.(of)) ?? [];
  const stored = { system, type: name, market: 'matching' as const };
  await records.store([{ ...stored, types, of }], now);
  await records.need([stored], now);
  return types;
}

/** `unread`: receives the types whose price could not be read, and why. */
async function withOnDemand(
  pricing: Pricing,
  book: PriceBook,
  { records, lists }: PriceUse,
  now: number,
  unread: Map<string, string>,
): Promise<PriceBook> {
  const { system } = pricing;
  const missing = unpriced(pricing, book);
  const read = await lists.onDemand(system, missing);
  for (const [type, price] of read) if (price instanceof Error) unread.set(type, errorText(price));
  const found = [...read].flatMap(([type, usd]) =>
    usd instanceof Error ? [] : [{ system, type, usd, market: 'on-demand' as const }],
  );
  await records.store(found, now);
  const added = found.map(({ type, usd }) => [
    type,
    {
      ...book[system]?.[type],
      onDemand: { ...marketPrice(book, { system, type, market: 'on-demand' }), ...(usd !== null && { usd }) },
    },
  ]);
  return { ...book, [system]: { ...book[system], ...Object.fromEntries(added) } };
}
