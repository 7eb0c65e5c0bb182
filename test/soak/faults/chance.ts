/** Random numbers that follow only from a seed and a text, so the order of calls doesn't matter. The text may have parts. */
export function chanceOf(seed: number, ...parts: readonly string[]): number {
  let hash = seed ^ 0x9e3779b9;
  for (const text of parts)
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x85ebca6b) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** Random numbers in order. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.floor(chanceOf(seed, 'begin') * 2 ** 32) | 0) ^ seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  is = (probability: number): boolean => this.next() < probability;
  /** A whole number, both ends included. */
  between = (least: number, most: number): number => least + Math.floor(this.next() * (most - least + 1));
  of = <T>(some: readonly T[]): T => some[Math.floor(this.next() * some.length)] as T;
}

/** Random numbers that belong to one event of a run, so that no other event changes them. */
export const chanceFor = (seed: number, event: string): Chance =>
  new Chance(Math.floor(chanceOf(seed, event) * 2 ** 32));
