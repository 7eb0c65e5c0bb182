import type { Timing } from '../forecasting/index.ts';
import { workersFor } from './candidates.ts';

/** The group costs at most this multiple of perfect foresight, plus its first credit. At least two. */
export const MOST_TIMES_OPTIMUM = 3;

/**
 * Limits what the group may cost, whatever the strategies want. It counts, reading by reading, what the group pays and what
 * the cheapest schedule without loss would have paid: each level of demand is served while it is needed, and through gaps
 * that are shorter than a boot and a drain. The group has a credit of three times that, less what it paid. The lean
 * capacity is the highest demand within a boot and a drain. The group may have more or fewer workers, as long as the credit
 * pays for the difference. The lean capacity costs at most twice the optimum, so with it the credit grows back.
 *
 * The invariant: the credit never falls below what the lean workers may still cost if demand ends now, and the drains of all
 * others. It assumes that decisions take effect, and ignores that EC2 bills at least a minute.
 */
export class Guard {
  readonly #step: number;
  readonly #drain: number;
  /** Seconds of a boot and a drain; as whole steps, and the rest. */
  readonly #held: number;
  readonly #rest: number;
  /** Workers that each of the last readings needed, in a ring buffer. */
  readonly #needs: Float64Array;
  #count = 0;
  #credit: number;
  #capacity: number;

  /** `credit`: in worker-seconds. `capacity`: the workers that the group has. */
  constructor({ step, boot, drain }: Timing, credit: number, capacity: number) {
    this.#step = step;
    this.#drain = drain;
    this.#held = Math.floor((boot + drain) / step);
    this.#rest = boot + drain - this.#held * step;
    this.#needs = new Float64Array(this.#held + 2);
    this.#credit = credit;
    this.#capacity = capacity;
  }

  get credit(): number {
    return this.#credit;
  }

  /** Takes in a reading that came before those that are counted. Returns what the optimum pays more, in worker-seconds. */
  add(demand: number): number {
    this.#needs[this.#count % this.#needs.length] = workersFor(demand);
    this.#count += 1;
    const need = this.#need(0);
    let paid = this.#step * need;
    let highest = 0;
    for (let ago = 1; ago <= this.#held + 1; ago += 1) {
      highest = Math.max(highest, this.#need(ago));
      if (highest >= need) break;
      paid += (ago > this.#held ? this.#rest : this.#step) * (need - highest);
    }
    return paid;
  }

  /** Takes in the next reading and the capacity that is wanted after it. Returns the capacity that the group may have. */
  next(demand: number, wanted: number): number {
    this.#credit += MOST_TIMES_OPTIMUM * this.add(demand);
    const next = this.limited(wanted);
    this.#credit -= this.#step * next + this.#drain * Math.max(0, this.#capacity - next);
    this.#capacity = next;
    return next;
  }

  /** Of the newest reading, the capacity nearest to the wanted one that the credit can pay for. */
  limited(wanted: number): number {
    let [lean, costs] = [0, 0];
    for (let ago = 0; ago <= this.#held; ago += 1) {
      lean = Math.max(lean, this.#need(ago));
      costs += this.#step * lean;
    }
    costs += this.#drain * Math.max(lean, this.#capacity);
    const others = Math.max(0, Math.floor((this.#credit - costs) / (this.#step + this.#drain)));
    return Math.min(lean + others, Math.max(lean - others, wanted));
  }

  #need(ago: number): number {
    return ago < this.#count ? (this.#needs[(this.#count - 1 - ago) % this.#needs.length] as number) : 0;
  }
}
