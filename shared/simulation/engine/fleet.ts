import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import type { Failures } from './failures.ts';

interface Batch {
  readonly readyAt: number;
  count: number;
}

/** Workers from launch to the end of their bill. Times are indexes of steps. */
export class Fleet {
  ready: number;
  booting = 0;
  draining = 0;
  readonly #boot: number;
  readonly #drain: number;
  readonly #minBilled: number;
  readonly #failures: Failures;
  /** Booting workers, the oldest first. */
  readonly #batches: Batch[] = [];
  /** How many bills end in which step, round a ring as long as the longest of them. */
  readonly #ending: Float64Array;

  constructor(scenario: Scenario, ready: number, failures: Failures) {
    this.ready = ready;
    this.#boot = ticksIn(scenario.boot, scenario);
    this.#minBilled = ticksIn(scenario.minBilled, scenario);
    // A worker that has booted has been billed for as long: only what is missing to the least bill comes on top.
    this.#drain = Math.max(ticksIn(scenario.drain, scenario), this.#minBilled - this.#boot);
    this.#failures = failures;
    this.#ending = new Float64Array(Math.max(this.#drain, this.#minBilled) + 1);
  }

  /** Booting workers by the step in which they become ready, the next first. */
  get boots(): readonly Readonly<Batch>[] {
    return this.#batches;
  }

  get capacity(): number {
    return this.ready + this.booting;
  }

  /** Bills end, workers become ready. Called once at the start of each step. */
  begin(now: number): void {
    const slot = now % this.#ending.length;
    this.draining -= this.#ending[slot] ?? 0;
    this.#ending[slot] = 0;
    for (let first = this.#batches[0]; first && first.readyAt <= now; first = this.#batches[0]) {
      this.#batches.shift();
      this.booting -= first.count;
      this.ready += first.count;
    }
  }

  /** Workers taken away in this step: their bill ends at once. */
  interrupt(): number {
    const taken = this.#failures.interrupted(this.capacity);
    for (let left = taken; left > 0; left -= 1) {
      if (this.#failures.chance() * this.capacity < this.ready) this.ready -= 1;
      else this.#cancelOldest();
    }
    return taken;
  }

  /** Returns how many were launched: all or none, when there is no capacity. */
  launch(count: number, now: number): number {
    if (this.#failures.refuses()) return 0;
    if (this.#boot === 0) this.ready += count;
    else {
      this.#batches.push({ readyAt: now + this.#boot, count });
      this.booting += count;
    }
    return count;
  }

  /** Retires the youngest booting workers first, then ready ones but for the busy. Returns how many went. */
  retire(count: number, now: number, busy: number): number {
    let left = count;
    while (left > 0 && this.#batches.length > 0) left -= this.#cancelYoungest(left, now);
    const going = Math.min(left, Math.max(0, this.ready - busy));
    this.ready -= going;
    this.#billFor(this.#drain, going, now);
    return count - left + going;
  }

  #cancelYoungest(most: number, now: number): number {
    const batch = this.#batches.at(-1) as Batch;
    const count = Math.min(most, batch.count);
    const age = now - (batch.readyAt - this.#boot);
    batch.count -= count;
    this.booting -= count;
    if (batch.count === 0) this.#batches.pop();
    this.#billFor(Math.max(0, this.#minBilled - age), count, now);
    return count;
  }

  #cancelOldest(): void {
    const batch = this.#batches[0] as Batch;
    batch.count -= 1;
    this.booting -= 1;
    if (batch.count === 0) this.#batches.shift();
  }

  #billFor(steps: number, count: number, now: number): void {
    if (steps === 0 || count === 0) return;
    const slot = (now + steps) % this.#ending.length;
    this.#ending[slot] = (this.#ending[slot] ?? 0) + count;
    this.draining += count;
  }
}
