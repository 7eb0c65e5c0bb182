/**
 * Keeps the items with the greatest weight, in the order in which they were added. Items of equal weight are sampled
 * evenly, instead of keeping the first ones. Stores at limit twice as many items as it keeps.
 */
export class MostSignificant<Item> {
  readonly #limit: number;
  readonly #weight: (item: Item) => number;
  #kept: { readonly item: Item; readonly ordinal: number }[] = [];
  #made = 0;

  constructor(limit: number, weight: (item: Item) => number) {
    this.#limit = limit;
    this.#weight = weight;
  }

  get made(): number {
    return this.#made;
  }

  add(item: Item): void {
    this.#made += 1;
    this.#kept.push({ item, ordinal: this.#made });
    if (this.#kept.length >= 2 * this.#limit) this.#kept = this.#heaviest(this.#limit);
  }

  kept(limit: number = this.#limit): Item[] {
    return this.#heaviest(Math.min(limit, this.#limit)).map(({ item }) => item);
  }

  #heaviest(limit: number): { readonly item: Item; readonly ordinal: number }[] {
    if (this.#kept.length <= limit) return this.#kept;
    return this.#kept
      .toSorted(
        (first, second) =>
          this.#weight(second.item) - this.#weight(first.item) || evenness(second.ordinal) - evenness(first.ordinal),
      )
      .slice(0, limit)
      .sort((first, second) => first.ordinal - second.ordinal);
  }
}

/** Exponent of 2 in the ordinal. Ordinals with at least a given exponent are evenly spaced. */
const evenness = (ordinal: number): number => 31 - Math.clz32(ordinal & -ordinal);
