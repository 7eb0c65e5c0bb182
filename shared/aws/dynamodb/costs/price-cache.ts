import type { PriceRecords } from '../../../evaluation/index.ts';
import type { OperatingSystem, PriceBook } from '../../../prices/index.ts';
import type { Table } from '../table.ts';
import { priceItems } from './price-items.ts';

const KEPT_MS = 300_000;
/** A price that is missing may have been stored a moment ago. */
const KEPT_IF_INCOMPLETE_MS = 20_000;

/** The prices of a table, as a warm function keeps them. */
export const cachedPriceItems = (table: Table, clock: () => number): PriceRecords =>
  cachedPrices(priceItems(table), clock);

/** Prices as a warm function keeps them: most evaluations read none. */
export function cachedPrices(records: PriceRecords, clock: () => number): PriceRecords {
  const kept = new Map<OperatingSystem, { readonly book: PriceBook; readonly at: number }>();
  return {
    ...records,
    async read(systems, { isIncomplete = false } = {}) {
      const now = clock();
      const most = isIncomplete ? KEPT_IF_INCOMPLETE_MS : KEPT_MS;
      const old = systems.filter((system) => now - (kept.get(system)?.at ?? Number.NEGATIVE_INFINITY) >= most);
      if (old.length > 0) {
        const book = await records.read(old);
        for (const system of old) kept.set(system, { book: { [system]: book[system] ?? {} }, at: now });
      }
      return Object.assign({}, ...systems.map((system) => kept.get(system)?.book));
    },
    async need(wanted, now) {
      await records.need(wanted, now);
      // Until the copy is read again, it says that nobody needs them.
      for (const { system } of wanted) kept.delete(system);
    },
  };
}
