import type { FoundPrice, PriceRecords } from '../../../shared/evaluation/ports.ts';
import {
  OPERATING_SYSTEMS,
  type OperatingSystem,
  type PriceBook,
  priceField,
  type TypePrice,
  type WantedPrice,
} from '../../../shared/prices/index.ts';
import { Calls } from '../calls.ts';
import { frozenCopyOf } from '../copy.ts';

/** The stored prices in memory. `calls` counts `read`, `need`, `store` and `forget`, and can be told to fail. */
export class MemoryPrices implements PriceRecords {
  readonly calls = new Calls();
  readonly #waiting = new Set<string>();
  readonly #types = new Map<OperatingSystem, Map<string, TypePrice>>();
  /** Frozen, so that every reader may get the same one, until the prices of its system change. */
  readonly #read = new Map<OperatingSystem, PriceBook[OperatingSystem]>();

  async read(systems: readonly OperatingSystem[]): Promise<PriceBook> {
    await this.calls.enter('read');
    const known = systems.filter((system) => this.#types.has(system));
    return Object.fromEntries(known.map((system) => [system, this.#frozen(system)]));
  }

  async need(wanted: readonly WantedPrice[], now: number): Promise<void> {
    await this.calls.enter('need');
    for (const price of wanted) this.#change(price, { neededAt: now });
  }

  async store(found: readonly FoundPrice[], now: number): Promise<void> {
    await this.calls.enter('store');
    for (const price of found) {
      this.#change(price, { ...saidOf(price), readAt: now });
    }
  }

  async forget(unneeded: readonly WantedPrice[]): Promise<void> {
    await this.calls.enter('forget');
    for (const { system, type, market } of unneeded) {
      const { [priceField(market)]: _, ...rest } = this.#typesOf(system).get(type) ?? {};
      this.#read.delete(system);
      if (Object.keys(rest).length > 0) this.#typesOf(system).set(type, rest);
      else this.#typesOf(system).delete(type);
    }
  }

  async wait(group: string): Promise<void> {
    await this.calls.enter('wait');
    this.#waiting.add(group);
  }

  async retryWaiting(): Promise<readonly string[]> {
    await this.calls.enter('retryWaiting');
    const groups = [...this.#waiting];
    this.#waiting.clear();
    return groups;
  }

  #frozen(system: OperatingSystem): PriceBook[OperatingSystem] {
    const frozen = this.#read.get(system) ?? frozenCopyOf(Object.fromEntries(this.#typesOf(system)));
    this.#read.set(system, frozen);
    return frozen;
  }

  #typesOf(system: OperatingSystem): Map<string, TypePrice> {
    const types = this.#types.get(system) ?? new Map<string, TypePrice>();
    this.#types.set(system, types);
    return types;
  }

  #change({ system, type, market }: WantedPrice, fields: object): void {
    this.#read.delete(system);
    const types = this.#typesOf(system);
    const field = priceField(market);
    const { [field]: before, ...rest } = types.get(type) ?? {};
    const after = Object.entries({ ...before, ...fields }).filter(([, value]) => value !== undefined);
    types.set(type, { ...rest, [field]: Object.fromEntries(after) });
  }

  /** Every system, for tests that look at what is stored. */
  all = (): Promise<PriceBook> => this.read(OPERATING_SYSTEMS);
}

function saidOf(price: FoundPrice): object {
  if (price.market === 'matching') return { types: price.types, of: price.of };
  return price.market === 'spot' ? { zones: price.zones } : { usd: price.usd ?? undefined };
}
