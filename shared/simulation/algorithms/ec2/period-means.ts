import type { ControllerInput, Tick } from '../../engine/tick.ts';

/** Reads a figure from a step. */
type Reading = (tick: Tick) => number;

export const utilizationOf: Reading = ({ served, ready }) => (ready > 0 ? served / ready : 1);
export const readyOf: Reading = ({ ready }) => ready;
export const arrivedOf: Reading = ({ arrived }) => arrived;
export const queuedOf: Reading = ({ queued }) => queued;

/** Means of whole periods, as in CloudWatch. Keeps the last `kept`; they are available `delay` steps after the period's end. */
export class PeriodMeans {
  readonly #reading: Reading;
  readonly #perPeriod: number;
  readonly #delay: number;
  readonly #ring: Float64Array;
  #sum = 0;

  constructor(reading: Reading, kept: number, delay: number, perPeriod: number) {
    this.#reading = reading;
    this.#perPeriod = perPeriod;
    this.#delay = delay;
    this.#ring = new Float64Array(kept + Math.ceil(delay / perPeriod) + 1);
  }

  /** Call it in every step. */
  note({ last }: ControllerInput): void {
    if (!last) return;
    this.#sum += this.#reading(last);
    if ((last.index + 1) % this.#perPeriod !== 0) return;
    this.#ring[Math.floor(last.index / this.#perPeriod) % this.#ring.length] = this.#sum / this.#perPeriod;
    this.#sum = 0;
  }

  /** The mean of a period: 0 is the newest available at the step, 1 the one before. Undefined if there is none. */
  at(index: number, back: number): number | undefined {
    const period = Math.floor((index - this.#delay) / this.#perPeriod) - 1 - back;
    return period < 0 ? undefined : this.#ring[period % this.#ring.length];
  }

  /** The last `count` means, newest first; undefined while there are fewer. */
  newest(index: number, count: number): number[] | undefined {
    const means = Array.from({ length: count }, (_, back) => this.at(index, back));
    return means.every((mean) => mean !== undefined) ? means : undefined;
  }
}
