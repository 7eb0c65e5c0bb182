/**
 * Of things that are told one by one, the weightiest, in the order they were told; of equals some from everywhere, not the
 * first ones. Holds twice as many as it keeps, at most.
 */
export class MostTelling<Thing> {
  readonly #most: number;
  readonly #weight: (thing: Thing) => number;
  #kept: { readonly thing: Thing; readonly ordinal: number }[] = [];
  #made = 0;

  constructor(most: number, weight: (thing: Thing) => number) {
    this.#most = most;
    this.#weight = weight;
  }

  get made(): number {
    return this.#made;
  }

  add(thing: Thing): void {
    this.#made += 1;
    this.#kept.push({ thing, ordinal: this.#made });
    if (this.#kept.length >= 2 * this.#most) this.#kept = this.#weightiest(this.#most);
  }

  kept(most: number = this.#most): Thing[] {
    return this.#weightiest(Math.min(most, this.#most)).map(({ thing }) => thing);
  }

  #weightiest(most: number): { readonly thing: Thing; readonly ordinal: number }[] {
    if (this.#kept.length <= most) return this.#kept;
    return this.#kept
      .toSorted(
        (one, other) =>
          this.#weight(other.thing) - this.#weight(one.thing) || evenness(other.ordinal) - evenness(one.ordinal),
      )
      .slice(0, most)
      .sort((one, other) => one.ordinal - other.ordinal);
  }
}

/** Twos in a number: those with so many or more are spread evenly. */
const evenness = (ordinal: number): number => 31 - Math.clz32(ordinal & -ordinal);
