import type { Started } from './tick.ts';

interface Cohort {
  readonly arrival: number;
  work: number;
  /** The work was started before and interrupted; the score already counts its first start. */
  readonly isRestarted?: true;
}

/** Less work than this is a rounding error. */
const EPSILON = 1e-7;
/** Above this number, pairs of adjacent cohorts are merged, which limits the memory that a growing queue needs. */
const MAX_COHORTS = 1 << 16;

/** Waiting work by step of arrival; first in, first out. */
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
    if (this.#queue.length - this.#head > MAX_COHORTS) this.#merge();
  }

  /** Removes up to this amount of work, the oldest first. */
  take(work: number): Started[] {
    const started: Started[] = [];
    let left = work;
    for (let first = this.#queue[this.#head]; first && left > 0; first = this.#queue[this.#head]) {
      const isLast = first.work <= left + EPSILON;
      const taken = isLast ? first.work : left;
      if (!first.isRestarted) started.push({ arrival: first.arrival, work: taken, isLast });
      left -= taken;
      if (isLast) this.#head += 1;
      else first.work -= taken;
    }
    this.#compact();
    this.total = this.#head === this.#queue.length ? 0 : Math.max(0, this.total - work);
    return started;
  }

  /** Removes the work that arrived up to this step. */
  takeThrough(arrival: number): Started[] {
    let work = 0;
    for (let index = this.#head; index < this.#queue.length; index += 1) {
      const cohort = this.#queue[index] as Cohort;
      if (cohort.arrival > arrival) break;
      work += cohort.work;
    }
    return work > 0 ? this.take(work) : [];
  }

  /** Returns interrupted work to the head of the queue. */
  putBack(arrival: number, work: number): void {
    this.#queue = [{ arrival, work, isRestarted: true }, ...this.#queue.slice(this.#head)];
    this.#head = 0;
    this.total += work;
  }

  #compact(): void {
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
