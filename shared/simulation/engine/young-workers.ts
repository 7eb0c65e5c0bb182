import type { Removed } from './roster.ts';

/**
 * Ready workers that are too young to be billed for their drain alone: the shortest time for which a worker is billed ends
 * later. They are in the order in which they became ready. There are none if boot and drain take longer than that time.
 */
export class YoungWorkers {
  size = 0;
  readonly #batches: { until: number; units: number }[] = [];

  /** `until`: the step in which they have been billed for the shortest time. */
  add(units: number, until: number): void {
    this.#batches.push({ units, until });
    this.size += units;
  }

  /** Drops workers that are old enough in this step. */
  dropThrough(step: number): void {
    for (let first = this.#batches[0]; first && first.until <= step; first = this.#batches[0]) {
      this.#batches.shift();
      this.size -= first.units;
    }
  }

  /** Removes workers after the first `skipped` ones, which are billed until this step, or longer if they are too young. */
  remove(skipped: number, units: number, until: number): Removed[] {
    const removed: Removed[] = [];
    let [ahead, left] = [skipped, units];
    for (const batch of this.#batches) {
      if (left === 0) break;
      const taken = Math.min(left, Math.max(0, batch.units - ahead));
      ahead = Math.max(0, ahead - batch.units);
      if (taken === 0) continue;
      batch.units -= taken;
      left -= taken;
      removed.push({ units: taken, until: Math.max(until, batch.until) });
    }
    this.size -= units - left;
    return removed;
  }
}
