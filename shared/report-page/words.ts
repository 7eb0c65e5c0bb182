/** Texts by their place, each once: decisions repeat many. */
export class Words {
  readonly #places = new Map<string, number>();
  #characters = 0;

  placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.#places.size);
    this.#characters += text.length + 3;
    return this.#places.size - 1;
  }

  get all(): string[] {
    return [...this.#places.keys()];
  }

  /** A place to come back to. */
  mark(): Mark {
    return { count: this.#places.size, characters: this.#characters };
  }

  /** Characters that came since, as JSON about. */
  since({ characters }: Mark): number {
    return this.#characters - characters;
  }

  /** Forgets what came since. */
  back({ count, characters }: Mark): void {
    for (const text of this.all.slice(count)) this.#places.delete(text);
    this.#characters = characters;
  }
}

export interface Mark {
  readonly count: number;
  readonly characters: number;
}
