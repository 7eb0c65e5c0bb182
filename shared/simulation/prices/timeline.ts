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
 * is the same object until a price changes, and what an earlier book has changes with it.
 */
export class PriceTimeline {
  readonly #system: OperatingSystem;
  readonly #changes: readonly PriceChange[];
  /** Changed in place: a region has hundreds of types, and a copy of them for each change takes most of a replay's time. */
  readonly #types: Record<string, TypePrice>;
  #book: PriceBook;
  #next = 0;

  /** `before`: prices that hold unless a change says otherwise. */
  constructor(system: OperatingSystem, before: PriceBook, changes: readonly PriceChange[]) {
    this.#system = system;
    this.#changes = changes.toSorted((one, other) => one.at - other.at);
    const firsts = new Map(this.#changes.toReversed().map((change) => [keyOf(change), change]));
    this.#types = Object.assign(Object.create(null) as Record<string, TypePrice>, before[system]);
    for (const change of firsts.values()) this.#change(change);
    this.#book = { [system]: this.#types };
  }

  at(now: number): PriceBook {
    const first = this.#next;
    for (let change = this.#changes[first]; change && change.at <= now; change = this.#changes[this.#next]) {
      this.#change(change);
      this.#next += 1;
    }
    if (this.#next > first) this.#book = { [this.#system]: this.#types };
    return this.#book;
  }

  #change({ type, market, zone, usd }: PriceChange): void {
    const before = this.#types[type];
    this.#types[type] =
      market === 'spot'
        ? { ...before, spot: { ...before?.spot, zones: { ...before?.spot?.zones, [zone]: usd } } }
        : { ...before, onDemand: { ...before?.onDemand, usd } };
  }
}

const keyOf = ({ type, market, zone }: PriceChange): string => `${type} ${market} ${zone}`;
