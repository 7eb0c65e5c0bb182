/** What a schedule costs, in billed worker-steps, and what it loses, in worker-steps of demand. */
export interface Outlay {
  readonly cost: number;
  readonly lost: number;
}

/**
 * The schedule with the least cost + `price` × lost demand, with perfect foresight and whole workers. The k-th worker serves
 * the part of the demand between k − 1 and k, so every level is a choice of its own between two states, on and off: it costs
 * 1 a step while it is on, `overhead` for each start, and `price` × its part of the demand while it is off. The best states of
 * a level contain those of the level above, because a lower level serves at least as much in every step. So the levels
 * together are a schedule. Memory grows only with the highest level. With a `quantum`, a level is that many workers, which are
 * on or off together.
 */
export class PricedLevels {
  readonly #overhead: number;
  readonly #min: number;
  readonly #price: number;
  readonly #quantum: number;
  /** By level above the minimum: the least cost + price × lost, if it is on or off now, and the lost part of it. */
  readonly #on: number[] = [];
  readonly #off: number[] = [];
  readonly #lostOn: number[] = [];
  readonly #lostOff: number[] = [];
  #index = 0;

  constructor(overhead: number, min: number, price: number, quantum = 1) {
    this.#overhead = overhead;
    this.#min = min;
    this.#price = price;
    this.#quantum = quantum;
  }

  /** Adds a step. `arrived`: its demand in worker-ticks. */
  add(arrived: number): void {
    const above = (arrived - this.#min) / this.#quantum;
    const needed = Math.ceil(above - 1e-9);
    while (this.#on.length < needed) {
      // Initial workers have no starting cost, so a level may also have been on since the first step.
      this.#on.push(this.#index);
      this.#off.push(0);
      this.#lostOn.push(0);
      this.#lostOff.push(0);
    }
    const start = this.#index === 0 ? 0 : this.#overhead;
    for (let level = 0; level < this.#on.length; level += 1) {
      this.#step(level, start, Math.min(1, Math.max(0, above - level)));
    }
    this.#index += 1;
  }

  #step(level: number, start: number, part: number): void {
    const on = this.#on[level] as number;
    const off = this.#off[level] as number;
    const lostOn = this.#lostOn[level] as number;
    const lostOff = this.#lostOff[level] as number;
    const isStarted = off + start < on;
    const isStopped = on < off;
    this.#on[level] = (isStarted ? off + start : on) + 1;
    this.#lostOn[level] = isStarted ? lostOff : lostOn;
    this.#off[level] = (isStopped ? on : off) + this.#price * part;
    this.#lostOff[level] = (isStopped ? lostOn : lostOff) + part;
  }

  get outlay(): Outlay {
    let [cost, lost] = [0, 0];
    for (let level = 0; level < this.#on.length; level += 1) {
      const [on, off] = [this.#on[level] as number, this.#off[level] as number];
      const lostHere = (on <= off ? this.#lostOn[level] : this.#lostOff[level]) as number;
      cost += Math.min(on, off) - this.#price * lostHere;
      lost += lostHere;
    }
    return { cost: this.#min * this.#index + this.#quantum * cost, lost: this.#quantum * lost };
  }
}
