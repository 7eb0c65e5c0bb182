import { Cohorts } from '../engine/cohorts.ts';
import type { Tick } from '../engine/tick.ts';
import { Waits } from './waits.ts';

interface Arrival {
  index: number;
  work: number;
  /** Work not started yet. */
  left: number;
  /** Steps until the last of it started; undefined while some waits. */
  wait: number | undefined;
}

/** Less work than this is a rounding error. */
const EPSILON = 1e-6;

/**
 * Measures how long work waited, and which share waited longer than `within` steps. Arrivals in the last `within` steps do
 * not count. Memory grows with `within` and with the waiting arrivals, not with the length of the simulation.
 */
export class Lateness {
  readonly #within: number;
  readonly #from: number;
  /** Ring buffer of the arrivals in the last `within` steps. */
  readonly #ring: Arrival[];
  /** Late arrivals that still wait, the oldest first. */
  readonly #overdue = new Cohorts();
  readonly #waits = new Waits();
  #scored = 0;
  #late = 0;
  #now = 0;

  /** `from`: the first step whose arrivals count. */
  constructor(within: number, from: number) {
    this.#within = within;
    this.#from = from;
    this.#ring = Array.from({ length: within + 1 }, () => ({ index: -1, work: 0, left: 0, wait: 0 }));
  }

  add({ index, arrived, started }: Tick): void {
    this.#now = index;
    const slot = this.#ring[index % this.#ring.length] as Arrival;
    Object.assign(slot, { index, work: arrived, left: arrived, wait: undefined });
    for (const part of started ?? []) {
      const arrival = this.#ring[part.arrival % this.#ring.length] as Arrival;
      if (arrival.index === part.arrival) {
        arrival.left -= part.work;
        if (part.isLast) arrival.wait = index - part.arrival;
      } else if (part.isLast) this.#settle(part.arrival);
    }
    if (index >= this.#within) this.#scoreArrival(this.#ring[(index - this.#within) % this.#ring.length] as Arrival);
  }

  /** Scores an arrival whose time limit has passed. */
  #scoreArrival(arrival: Arrival): void {
    if (arrival.index < this.#from || arrival.work === 0) return;
    this.#scored += arrival.work;
    if (arrival.wait !== undefined) this.#waits.add(arrival.wait, arrival.work);
    else {
      if (arrival.left > EPSILON) this.#late += arrival.left;
      this.#overdue.add(arrival.index, arrival.work);
    }
  }

  /** Records the waits of late arrivals up to this step, which have started now. */
  #settle(arrival: number): void {
    for (const part of this.#overdue.takeThrough(arrival)) this.#waits.add(this.#now - part.arrival, part.work);
  }

  /** Call it once, at the end. Work that still waits counts with its wait so far. */
  result(): { latePercent: number; p95: number } {
    this.#settle(Infinity);
    return { latePercent: this.#scored > 0 ? (100 * this.#late) / this.#scored : 0, p95: this.#waits.quantile(0.95) };
  }
}
