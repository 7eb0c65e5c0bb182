import type { ControllerInput, Tick } from '../engine/tick.ts';

/** Reads a figure from a step. */
type Reading = (tick: Tick) => number;

export const utilizationOf: Reading = ({ served, ready }) => (ready > 0 ? served / ready : 1);
export const readyOf: Reading = ({ ready }) => ready;
export const arrivedOf: Reading = ({ arrived }) => arrived;
export const queuedOf: Reading = ({ queued }) => queued;

/** Means of whole minutes, as in CloudWatch. Keeps the last `kept`; they are available `delay` steps after the minute's end. */
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

  /** Call it in every step. */
  note({ last }: ControllerInput): void {
    if (!last) return;
    this.#sum += this.#reading(last);
    if ((last.index + 1) % this.#perMinute !== 0) return;
    this.#ring[Math.floor(last.index / this.#perMinute) % this.#ring.length] = this.#sum / this.#perMinute;
    this.#sum = 0;
  }

  /** The mean of a minute: 0 is the newest available at the step, 1 the one before. Undefined if there is none. */
  at(index: number, back: number): number | undefined {
    const minute = Math.floor((index - this.#delay) / this.#perMinute) - 1 - back;
    return minute < 0 ? undefined : this.#ring[minute % this.#ring.length];
  }

  /** The last `count` means, newest first; undefined while there are fewer. */
  newest(index: number, count: number): number[] | undefined {
    const means = Array.from({ length: count }, (_, back) => this.at(index, back));
    return means.every((mean) => mean !== undefined) ? means : undefined;
  }
}
