/** Distinct texts by index, because decisions repeat many of them. */
export class Texts {
  readonly #indexes = new Map<string, number>();
  #characters = 0;

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    this.#characters += text.length + 3;
    return this.#indexes.size - 1;
  }

  get all(): string[] {
    return [...this.#indexes.keys()];
  }

  /** Marks the current state, for `back`. */
  mark(): Mark {
    return { count: this.#indexes.size, characters: this.#characters };
  }

  /** Approximate number of JSON characters added since the mark. */
  since({ characters }: Mark): number {
    return this.#characters - characters;
  }

  /** Removes the texts added since the mark. */
  back({ count, characters }: Mark): void {
    for (const text of this.all.slice(count)) this.#indexes.delete(text);
    this.#characters = characters;
  }
}

export interface Mark {
  readonly count: number;
  readonly characters: number;
}
