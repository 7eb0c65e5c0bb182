import type { Timing } from '../../forecasting/index.ts';
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
  /**
   * The readings that no later one reaches, oldest first. So each needs fewer workers than those before it. They are
   * few, even if a drain is long.
   */
  #levels: Level[] = [];
  #newest = -1;
  #credit: number;
  #capacity: number;

  /** `credit`: in worker-seconds. `capacity`: the workers that the group has. */
  constructor({ step, boot, drain }: Timing, credit: number, capacity: number) {
    this.#step = step;
    this.#drain = drain;
    this.#held = Math.floor((boot + drain) / step);
    this.#rest = boot + drain - this.#held * step;
    this.#credit = credit;
    this.#capacity = capacity;
  }

  get credit(): number {
    return this.#credit;
  }

  /** Takes in a reading that came before those that are counted. Returns what the optimum pays more, in worker-seconds. */
  add(demand: number): number {
    const need = workersFor(demand);
    this.#newest += 1;
    const levels = this.#levels;
    let paid = this.#step * need;
    if (levels.length === 0) paid += need * this.#seconds(Infinity);
    for (let top = levels.at(-1); top && top.need <= need; top = levels.at(-1)) {
      levels.pop();
      const before = levels.at(-1);
      const until = before ? this.#ago(before) - 1 : Infinity;
      paid += (need - top.need) * (this.#seconds(until) - this.#seconds(this.#ago(top) - 1));
    }
    levels.push({ need, at: this.#newest });
    if (this.#ago(levels[0] as Level) > this.#held + 1) levels.shift();
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
    let [lean, costs, end] = [0, 0, this.#held + 1];
    for (const level of this.#levels) {
      const ago = this.#ago(level);
      if (ago > this.#held) continue;
      if (lean === 0) lean = level.need;
      costs += this.#step * level.need * (end - ago);
      end = ago;
    }
    costs += this.#drain * Math.max(lean, this.#capacity);
    const others = Math.max(0, Math.floor((this.#credit - costs) / (this.#step + this.#drain)));
    return Math.min(lean + others, Math.max(lean - others, wanted));
  }

  #ago({ at }: Level): number {
    return this.#newest - at;
  }

  /** The seconds that this many readings before the newest one cover, at most a boot and a drain. */
  #seconds(readings: number): number {
    return this.#step * Math.min(readings, this.#held) + (readings > this.#held ? this.#rest : 0);
  }
}

/** How many workers a reading needed, and the position of the reading. */
interface Level {
  readonly need: number;
  readonly at: number;
}
