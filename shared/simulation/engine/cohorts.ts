import type { Started } from './tick.ts';

interface Cohort {
  readonly arrival: number;
  work: number;
  /** Started once before: the score has counted it. */
  readonly isAgain?: true;
}

/** Work below this is rounding: an arrival with no more left has been served. */
const DUST = 1e-7;
/** Beyond so many arrivals that wait, neighbours are taken for one: a queue that never empties must not fill the memory. */
const MOST_COHORTS = 1 << 16;

/** Waiting work by step of arrival, first in, first out. */
export class Cohorts {
  total = 0;
  #queue: Cohort[] = [];
  #head = 0;

  get oldest(): number | undefined {
    return this.#queue[this.#head]?.arrival;
  }

  add(arrival: number, work: number): void {
    this.#queue.push({ arrival, work });
    this.total += work;
    if (this.#queue.length - this.#head > MOST_COHORTS) this.#merge();
  }

  /** Takes the oldest work, as much as asked for or there is. */
  take(work: number): Started[] {
    const started: Started[] = [];
    let left = work;
    for (let first = this.#queue[this.#head]; first && left > 0; first = this.#queue[this.#head]) {
      const isLast = first.work <= left + DUST;
      const taken = isLast ? first.work : left;
      if (!first.isAgain) started.push({ arrival: first.arrival, work: taken, isLast });
      left -= taken;
      if (isLast) this.#head += 1;
      else first.work -= taken;
    }
    this.#forget();
    this.total = this.#head === this.#queue.length ? 0 : Math.max(0, this.total - work);
    return started;
  }

  /** Takes all work that arrived up to this step. */
  takeThrough(arrival: number): Started[] {
    let work = 0;
    for (let index = this.#head; index < this.#queue.length; index += 1) {
      const cohort = this.#queue[index] as Cohort;
      if (cohort.arrival > arrival) break;
      work += cohort.work;
    }
    return work > 0 ? this.take(work) : [];
  }

  /** Work that had been taken and waits again, before all the rest. */
  putBack(arrival: number, work: number): void {
    this.#queue = [{ arrival, work, isAgain: true }, ...this.#queue.slice(this.#head)];
    this.#head = 0;
    this.total += work;
  }

  #forget(): void {
    if (this.#head < 1024 || this.#head * 2 < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
  }

  #merge(): void {
    const merged: Cohort[] = [];
    for (let index = this.#head; index < this.#queue.length; index += 2) {
      const { arrival, work } = this.#queue[index] as Cohort;
      merged.push({ arrival, work: work + (this.#queue[index + 1]?.work ?? 0) });
    }
    this.#queue = merged;
    this.#head = 0;
  }
}
