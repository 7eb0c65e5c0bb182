import { Cohorts } from '../engine/cohorts.ts';
import type { Tick } from '../engine/tick.ts';
import { Waits } from './waits.ts';

interface Arrival {
  index: number;
  work: number;
  /** Not started so far. */
  left: number;
  /** Steps until all of it had started; undefined while some waits. */
  wait: number | undefined;
}

/** Less work than this is rounding. */
const DUST = 1e-6;

/**
 * How long work waited, and how much too long. Only arrivals that had `within` steps to be started are judged: those of
 * the last ones are not. Memory grows with `within` and with the arrivals that wait, never with the length of the play.
 */
export class Lateness {
  readonly #within: number;
  readonly #from: number;
  /** The arrivals of the last `within` steps, round a ring. */
  readonly #ring: Arrival[];
  /** Judged arrivals that still wait, the oldest first. */
  readonly #overdue = new Cohorts();
  readonly #waits = new Waits();
  #judged = 0;
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
    for (const each of started ?? []) {
      const arrival = this.#ring[each.arrival % this.#ring.length] as Arrival;
      if (arrival.index === each.arrival) {
        arrival.left -= each.work;
        if (each.isLast) arrival.wait = index - each.arrival;
      } else if (each.isLast) this.#settle(each.arrival);
    }
    if (index >= this.#within) this.#judge(this.#ring[(index - this.#within) % this.#ring.length] as Arrival);
  }

  /** All that could be started in time has had its chance. */
  #judge(arrival: Arrival): void {
    if (arrival.index < this.#from || arrival.work === 0) return;
    this.#judged += arrival.work;
    if (arrival.wait !== undefined) this.#waits.add(arrival.wait, arrival.work);
    else {
      if (arrival.left > DUST) this.#late += arrival.left;
      this.#overdue.add(arrival.index, arrival.work);
    }
  }

  /** All that arrived up to this step has started by now. */
  #settle(arrival: number): void {
    for (const each of this.#overdue.takeThrough(arrival)) this.#waits.add(this.#now - each.arrival, each.work);
  }

  /** To be asked once, at the end: what waits still counts as long as it has waited so far. */
  verdict(): { latePercent: number; p95: number } {
    this.#settle(Infinity);
    return { latePercent: this.#judged > 0 ? (100 * this.#late) / this.#judged : 0, p95: this.#waits.quantile(0.95) };
  }
}
