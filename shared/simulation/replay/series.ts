import type { Datapoint } from '../../policy/index.ts';
import type { Tick } from '../engine/tick.ts';
import { isRate, type Signal } from '../scenario/signals.ts';

/** Datapoints of a metric as an evaluation reads them, the oldest first. */
export interface Series {
  /** Call it in every step with the previous step's value; `undefined` if there was nothing to measure. */
  note(tick: Tick, value: number | undefined): void;
  /** The datapoints available at this moment, ms since the epoch. Null until the first one can have arrived. */
  at(now: number): readonly Datapoint[] | null;
}

interface Published {
  /** Seconds. */
  readonly period: number;
  readonly statistic: string;
  /** No datapoint whose value is 0. */
  readonly silent?: boolean;
  /** Datapoints are visible before they are complete. */
  readonly grows?: boolean;
}

/** A metric as in CloudWatch: a statistic per whole period, available `delay` seconds after the period's end. */
export class PeriodSeries implements Series {
  readonly #period: number;
  readonly #delay: number;
  readonly #kept: number;
  readonly #statistic: (samples: readonly number[]) => number;
  readonly #silent: boolean;
  readonly #grows: boolean;
  #samples: number[] = [];
  #start = Number.NEGATIVE_INFINITY;
  /** When the datapoint of the first period becomes visible, ms since the epoch. */
  #visibleFrom = Number.POSITIVE_INFINITY;
  /** Completed periods that are not available yet. */
  readonly #pending: Datapoint[] = [];
  readonly #available: Datapoint[] = [];

  /** `stepSeconds`: duration of a sample. `delay`, `kept`: seconds. */
  constructor(
    { period, statistic, silent = false, grows = false }: Published,
    signal: Signal,
    stepSeconds: number,
    delay: number,
    kept: number,
  ) {
    this.#period = period * 1000;
    this.#delay = delay * 1000;
    this.#kept = kept * 1000;
    this.#silent = silent;
    this.#grows = grows;
    this.#statistic = statisticOf(statistic, isRate(signal) ? stepSeconds : 1);
  }

  note({ at }: Tick, value: number | undefined): void {
    const start = Math.floor(at / this.#period) * this.#period;
    if (start > this.#start) this.#close(start);
    if (this.#visibleFrom === Infinity) this.#visibleFrom = this.#grows ? at : start + this.#period + this.#delay;
    if (value !== undefined) this.#samples.push(value);
  }

  at(now: number): readonly Datapoint[] | null {
    if (now < this.#visibleFrom) return null;
    const running = Math.floor(now / this.#period) * this.#period;
    if (running > this.#start) this.#close(running);
    const availableUpTo = now - this.#delay - this.#period;
    while ((this.#pending[0]?.at ?? Infinity) <= availableUpTo)
      this.#available.push(this.#pending.shift() as Datapoint);
    while ((this.#available[0]?.at ?? Infinity) <= now - this.#kept) this.#available.shift();
    return this.#grows ? [...this.#available, ...this.#growing(now)] : this.#available;
  }

  /** Of periods that are not complete yet, the share that has come by now. */
  #growing(now: number): Datapoint[] {
    const running = this.#samples.length > 0 ? [{ at: this.#start, value: this.#statistic(this.#samples) }] : [];
    return [...this.#pending, ...running].map(({ at, value }) => {
      const complete = at + this.#period + this.#delay;
      return { at, value: Math.max(0, Math.min(1, (now - at) / (complete - at))) * value };
    });
  }

  #close(next: number): void {
    const value = this.#samples.length > 0 ? this.#statistic(this.#samples) : undefined;
    if (value !== undefined && !(this.#silent && value === 0)) this.#pending.push({ at: this.#start, value });
    this.#samples = [];
    this.#start = next;
  }
}

/** A value read from a queue or sent by the application at the time of an evaluation. `silent`: unless it is 0. */
export class ReadingSeries implements Series {
  readonly #kept: number;
  readonly #silent: boolean;
  readonly #points: Datapoint[] = [];
  #latest: number | undefined;
  #isNoted = false;

  constructor(kept: number, silent = false) {
    this.#kept = kept * 1000;
    this.#silent = silent;
  }

  note(_tick: Tick, value: number | undefined): void {
    this.#isNoted = true;
    this.#latest = this.#silent && value === 0 ? undefined : value;
  }

  at(now: number): readonly Datapoint[] | null {
    if (!this.#isNoted) return null;
    if (this.#latest !== undefined) this.#points.push({ at: now, value: this.#latest });
    while ((this.#points[0]?.at ?? Infinity) <= now - this.#kept) this.#points.shift();
    return this.#points;
  }
}

interface Sent {
  readonly every: number;
  readonly delay: number;
  /** A value of 0 is not sent. */
  readonly silent?: boolean;
}

/** A value that the application sends at intervals, and that arrives late. Seconds. */
export class SentSeries implements Series {
  readonly #every: number;
  readonly #delay: number;
  readonly #silent: boolean;
  readonly #kept: number;
  readonly #sent: Datapoint[] = [];
  #measuredAt = Number.NEGATIVE_INFINITY;
  #visibleFrom = Number.POSITIVE_INFINITY;
  #arrivedAt = Number.NEGATIVE_INFINITY;

  constructor({ every, delay, silent = false }: Sent, kept: number) {
    this.#every = every * 1000;
    this.#delay = delay * 1000;
    this.#silent = silent;
    this.#kept = kept * 1000;
  }

  note({ at }: Tick, value: number | undefined): void {
    if (value === undefined || at - this.#measuredAt < this.#every) return;
    this.#measuredAt = at;
    this.#visibleFrom = Math.min(this.#visibleFrom, at + this.#delay);
    if (!this.#silent || value !== 0) this.#sent.push({ at, value });
  }

  /** The newest value, if it has arrived since this was last asked. */
  arrived(now: number): number | undefined {
    const newest = this.#sent.findLast(({ at }) => at <= now - this.#delay);
    if (newest === undefined || newest.at <= this.#arrivedAt) return undefined;
    this.#arrivedAt = newest.at;
    return newest.value;
  }

  at(now: number): readonly Datapoint[] | null {
    if (now < this.#visibleFrom) return null;
    while ((this.#sent[0]?.at ?? Infinity) <= now - this.#delay - this.#kept) this.#sent.shift();
    return this.#sent.filter(({ at }) => at <= now - this.#delay);
  }
}

/** CloudWatch's statistics. `weight`: weight of a sample in a sum, which is the step's seconds for a rate. */
function statisticOf(name: string, weight: number): (samples: readonly number[]) => number {
  const sum = (samples: readonly number[]) => samples.reduce((total, sample) => total + sample, 0);
  switch (name) {
    case 'Sum':
      return (samples) => sum(samples) * weight;
    case 'SampleCount':
      return (samples) => samples.length;
    case 'Minimum':
      return (samples) => Math.min(...samples);
    case 'Maximum':
      return (samples) => Math.max(...samples);
  }
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  if (percentile === undefined) return (samples) => sum(samples) / samples.length;
  return (samples) => {
    const sorted = samples.toSorted((one, other) => one - other);
    return sorted[Math.max(0, Math.ceil((sorted.length * Number(percentile)) / 100) - 1)] ?? 0;
  };
}
