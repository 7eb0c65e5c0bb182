import type { Market, OperatingSystem, PriceBook, TypePrice } from '../../prices/index.ts';

/** A price in dollars per hour, from a moment on until the next one of its type, market and zone. */
export interface PriceChange {
  /** ms since the epoch. */
  readonly at: number;
  readonly type: string;
  readonly market: Market;
  /** Empty: in every zone. On-demand prices have none. */
  readonly zone: string;
  readonly usd: number;
}

/**
 * Prices over time. Before its first change, each price is what that change says. Ask in ascending order of time: the book
 * is the same object until a price changes.
 */
export class PriceTimeline {
  readonly #system: OperatingSystem;
  readonly #changes: readonly PriceChange[];
  #types: Readonly<Record<string, TypePrice>>;
  #book: PriceBook;
  #next = 0;

  /** `before`: prices that hold unless a change says otherwise. */
  constructor(system: OperatingSystem, before: PriceBook, changes: readonly PriceChange[]) {
    this.#system = system;
    this.#changes = changes.toSorted((one, other) => one.at - other.at);
    const firsts = new Map(this.#changes.toReversed().map((change) => [keyOf(change), change]));
    this.#types = [...firsts.values()].reduce(changed, before[system] ?? {});
    this.#book = { [system]: this.#types };
  }

  at(now: number): PriceBook {
    let end = this.#next;
    while ((this.#changes[end]?.at ?? Infinity) <= now) end += 1;
    if (end === this.#next) return this.#book;
    this.#types = this.#changes.slice(this.#next, end).reduce(changed, this.#types);
    this.#next = end;
    this.#book = { [this.#system]: this.#types };
    return this.#book;
  }
}

const keyOf = ({ type, market, zone }: PriceChange): string => `${type} ${market} ${zone}`;

function changed(types: Readonly<Record<string, TypePrice>>, { type, market, zone, usd }: PriceChange) {
  const before = Object.hasOwn(types, type) ? types[type] : undefined;
  const after: TypePrice =
    market === 'spot'
      ? { ...before, spot: { ...before?.spot, zones: { ...before?.spot?.zones, [zone]: usd } } }
      : { ...before, onDemand: { ...before?.onDemand, usd } };
  return { ...types, [type]: after };
}
