const MINUTE = 60_000;

/**
 * Names such as `evaluate-426.2`, the second of the 426th minute. So if something is left out of a run, names that come
 * later stay the same, and so does what happens to them.
 */
export class Numbers {
  readonly #clock: () => number;
  readonly #counts = new Map<string, number>();
  #minute = -1;

  /** `clock`: ms since the beginning. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  next(name: string): string {
    const minute = Math.floor(this.#clock() / MINUTE);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return `${name}-${minute}.${count}`;
  }
}
