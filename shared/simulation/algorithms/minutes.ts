import type { Seen, Tick } from '../engine/tick.ts';

/** What an algorithm reads of a step. */
type Reading = (tick: Tick) => number;

export const utilizationOf: Reading = ({ served, ready }) => (ready > 0 ? served / ready : 1);
export const readyOf: Reading = ({ ready }) => ready;
export const arrivedOf: Reading = ({ arrived }) => arrived;
export const queuedOf: Reading = ({ queued }) => queued;

/** Means of whole minutes, as CloudWatch keeps them: the last `kept`, seen `delay` steps after their end. */
export class MinuteMeans {
  readonly #reading: Reading;
  readonly #perMinute: number;
  readonly #delay: number;
  readonly #ring: Float64Array;
  #sum = 0;

  constructor(reading: Reading, kept: number, delay: number, perMinute: number) {
    this.#reading = reading;
    this.#perMinute = perMinute;
    this.#delay = delay;
    this.#ring = new Float64Array(kept + Math.ceil(delay / perMinute) + 1);
  }

  /** To be called in every step. */
  note({ last }: Seen): void {
    if (!last) return;
    this.#sum += this.#reading(last);
    if ((last.index + 1) % this.#perMinute !== 0) return;
    this.#ring[Math.floor(last.index / this.#perMinute) % this.#ring.length] = this.#sum / this.#perMinute;
    this.#sum = 0;
  }

  /** The mean of a minute: 0 is the newest that is seen at the step, 1 the one before; undefined before the first. */
  at(index: number, back: number): number | undefined {
    const minute = Math.floor((index - this.#delay) / this.#perMinute) - 1 - back;
    return minute < 0 ? undefined : this.#ring[minute % this.#ring.length];
  }

  /** The newest `count` means, newest first; undefined while there are fewer. */
  newest(index: number, count: number): number[] | undefined {
    const means = Array.from({ length: count }, (_, back) => this.at(index, back));
    return means.every((mean) => mean !== undefined) ? means : undefined;
  }
}
