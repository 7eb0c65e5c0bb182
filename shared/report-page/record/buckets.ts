/** Pairs of buckets are merged whenever there would be more than this. */
const MAX_BUCKETS = 4000;

type Kind = 'mean' | 'least' | 'most' | 'last';
const JOIN: Record<Kind, (one: number, other: number) => number> = {
  mean: (one, other) => one + other,
  least: Math.min,
  most: Math.max,
  last: (_, other) => other,
};

/** Columns of figures over time, in a limited number of buckets, so that memory does not grow with the time. */
export class Buckets<Name extends string> {
  readonly #kinds: readonly (readonly [Name, Kind])[];
  readonly #columns: readonly Float64Array[];
  readonly #limit: number;
  #width = 1;
  #steps = 0;

  constructor(kinds: Readonly<Record<Name, Kind>>, limit: number = MAX_BUCKETS) {
    this.#kinds = Object.entries(kinds) as [Name, Kind][];
    this.#limit = limit;
    this.#columns = this.#kinds.map(() => new Float64Array(limit));
  }

  /** Steps in a bucket; the last one may have fewer. */
  get width(): number {
    return this.#width;
  }

  get steps(): number {
    return this.#steps;
  }

  add(figures: Readonly<Record<Name, number>>): void {
    if (this.#steps === this.#limit * this.#width) this.#mergePairs();
    const place = Math.floor(this.#steps / this.#width);
    const isFirst = this.#steps % this.#width === 0;
    for (const [index, [name, kind]] of this.#kinds.entries()) {
      const column = this.#columns[index] as Float64Array;
      column[place] = isFirst ? figures[name] : JOIN[kind](column[place] as number, figures[name]);
    }
    this.#steps += 1;
  }

  column(name: Name): (number | null)[] {
    const index = this.#kinds.findIndex(([candidate]) => candidate === name);
    const count = Math.ceil(this.#steps / this.#width);
    const isMean = this.#kinds[index]?.[1] === 'mean';
    return Array.from((this.#columns[index] as Float64Array).subarray(0, count), (value, place) => {
      const steps = Math.min(this.#width, this.#steps - place * this.#width);
      const figure = isMean ? value / steps : value;
      return Number.isNaN(figure) ? null : rounded(figure);
    });
  }

  #mergePairs(): void {
    for (const [index, [, kind]] of this.#kinds.entries()) {
      const column = this.#columns[index] as Float64Array;
      for (let place = 0; 2 * place < this.#limit; place += 1) {
        column[place] = JOIN[kind](column[2 * place] as number, column[2 * place + 1] as number);
      }
    }
    this.#width *= 2;
  }
}

/** Rounds to four digits, which is more than a chart can show. */
const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));
