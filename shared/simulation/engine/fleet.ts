import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import type { Failures } from './failures.ts';
import type { Pool } from './pool.ts';
import type { Removed, Roster } from './roster.ts';
import { YoungWorkers } from './young-workers.ts';

interface Batch {
  readonly launchedAt: number;
  readonly readyAt: number;
  count: number;
}

/**
 * Workers from launch until they are no longer billed, in units of capacity: a worker is one, unless the roster knows weights.
 * Times are indexes of steps.
 */
export class Fleet {
  ready: number;
  booting = 0;
  draining = 0;
  readonly #boot: number;
  readonly #drain: number;
  readonly #minBilled: number;
  readonly #failures: Failures;
  readonly #roster: Roster | undefined;
  readonly #pool: Pool | undefined;
  /** Booting workers, those first that are ready first. */
  readonly #batches: Batch[] = [];
  /** Always empty with a roster, which knows the age of each worker. */
  readonly #young = new YoungWorkers();
  /** Ring buffer: number of terminating workers by the step in which their billing ends. */
  readonly #ending: Float64Array;

  constructor(scenario: Scenario, ready: number, failures: Failures, roster?: Roster, pool?: Pool) {
    // Workers that are there at the start have run for long.
    this.ready = roster?.launched(ready, 0, 0) ?? ready;
    this.#roster = roster;
    this.#pool = pool;
    this.#boot = ticksIn(scenario.boot, scenario);
    this.#minBilled = ticksIn(scenario.minBilled, scenario);
    this.#drain = ticksIn(scenario.drain, scenario);
    this.#failures = failures;
    this.#ending = new Float64Array(Math.max(this.#drain, this.#minBilled) + 1);
  }

  /** Booting workers by the step in which they become ready, the earliest first. */
  get boots(): readonly Readonly<Batch>[] {
    return this.#batches;
  }

  get capacity(): number {
    return this.ready + this.booting;
  }

  /** Ready workers that have been billed for the minimum time, or will have been when they have drained. */
  get #old(): number {
    return this.ready - this.#young.size;
  }

  /** Ends billing and booting that are due. Call it once at the start of a step. */
  begin(now: number): void {
    const slot = now % this.#ending.length;
    this.draining -= this.#ending[slot] ?? 0;
    this.#ending[slot] = 0;
    this.#young.dropThrough(now + this.#drain);
    for (let first = this.#batches[0]; first && first.readyAt <= now; first = this.#batches[0]) {
      this.#batches.shift();
      this.booting -= first.count;
      this.#serve(first.count, first.launchedAt, now);
    }
  }

  /** Workers become ready. */
  #serve(count: number, launchedAt: number, now: number): void {
    this.ready += count;
    const until = launchedAt + this.#minBilled;
    if (!this.#roster && until > now + this.#drain) this.#young.add(count, until);
  }

  /** Interrupts workers; their billing ends immediately. Returns how many were interrupted. */
  interrupt(): number {
    const interrupted = this.#failures.interrupted(this.#roster?.size ?? this.capacity);
    for (let left = interrupted; left > 0; left -= 1) {
      const position = Math.trunc(this.#failures.chance() * this.capacity);
      if (position < this.ready) this.#interruptReady(position);
      else this.#cancelOldest();
    }
    return interrupted;
  }

  #interruptReady(position: number): void {
    if (position >= this.#old) this.#young.remove(position - this.#old, 1, 0);
    this.ready -= this.#roster?.interrupted(0, this.ready) ?? 1;
  }

  /**
   * Starts members of the pool, and launches the rest. Returns how much comes: `wanted`, more if whole workers weigh more,
   * or less if a launch fails.
   */
  launch(wanted: number, now: number): number {
    const pool = this.#pool;
    pool?.grew(wanted, now);
    const started = pool && pool.members > 0 && !this.#failures.launchFails() ? pool.take(wanted) : 0;
    const warm = pool && started > 0 ? this.#add(started, now, pool.start) : 0;
    const cold = wanted - warm;
    if (cold <= 0 || this.#failures.launchFails()) return warm;
    return warm + this.#add(cold, now, this.#boot);
  }

  /** Refills the pool in quiet times. Call it after the group was resized. */
  refill(now: number): void {
    const lacking = this.#pool?.lacking(now, this.capacity) ?? 0;
    if (lacking > 0 && !this.#failures.launchFails()) this.#pool?.refill(lacking, now);
  }

  /** Workers that serve after `boot` steps. Returns how much comes. */
  #add(wanted: number, now: number, boot: number): number {
    const readyAt = now + boot;
    const later = this.#batches.findIndex((batch) => batch.readyAt > readyAt);
    const place = later < 0 ? this.#batches.length : later;
    const ahead = this.#batches.slice(0, place).reduce((sum, batch) => sum + batch.count, this.ready);
    const count = this.#roster?.launched(wanted, ahead, now + this.#minBilled) ?? wanted;
    if (boot === 0) this.#serve(count, now, now);
    else {
      this.#batches.splice(place, 0, { launchedAt: now, readyAt, count });
      this.booting += count;
    }
    return count;
  }

  /** Removes booting workers, those first that are ready last, then ready workers that are not busy. Returns how much was removed. */
  retire(count: number, now: number, busy: number): number {
    let left = count;
    let to = this.capacity;
    for (const batch of this.#batches.toReversed()) {
      if (left === 0) break;
      const from = to - batch.count;
      left -= this.#cancel(batch, { from, to }, left, now);
      to = from;
    }
    const idle = Math.min(left, Math.max(0, this.ready - busy));
    // The tasks are with the workers that have been there for longest.
    const removed = idle > 0 ? this.#bill(this.#removed(Math.trunc(busy), idle, now + this.#drain), now) : 0;
    this.ready -= removed;
    this.#pool?.takeBack(removed, now + this.#drain);
    return count - left + removed;
  }

  /** Chooses ready workers after the first `busy` ones, which are billed until this step at least. */
  #removed(busy: number, units: number, until: number): readonly Removed[] {
    if (this.#roster) return this.#roster.retired(busy, this.ready, units, until);
    const ofOld = Math.min(units, Math.max(0, this.#old - busy));
    const ofYoung = this.#young.remove(Math.max(0, busy - this.#old), units - ofOld, until);
    return [{ units: ofOld, until }, ...ofYoung];
  }

  /** `at`: the positions of the batch. */
  #cancel(batch: Batch, at: { readonly from: number; readonly to: number }, most: number, now: number): number {
    const units = Math.min(most, batch.count);
    const until = batch.launchedAt + this.#minBilled;
    const count = this.#bill(this.#roster?.retired(at.from, at.to, units, now) ?? [{ units, until }], now);
    batch.count -= count;
    this.booting -= count;
    if (batch.count === 0) this.#batches.splice(this.#batches.indexOf(batch), 1);
    return count;
  }

  #cancelOldest(): void {
    const batch = this.#batches[0] as Batch;
    const units = this.#roster?.interrupted(this.ready, this.ready + batch.count) ?? 1;
    batch.count -= units;
    this.booting -= units;
    if (batch.count === 0) this.#batches.shift();
  }

  /** Bills removed workers until their bill ends. Returns how much was removed. */
  #bill(removed: readonly Removed[], now: number): number {
    let sum = 0;
    for (const { units, until } of removed) {
      sum += units;
      if (until <= now || units === 0) continue;
      const slot = until % this.#ending.length;
      this.#ending[slot] = (this.#ending[slot] ?? 0) + units;
      this.draining += units;
    }
    return sum;
  }
}
