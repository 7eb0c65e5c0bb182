import type { Datapoint } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { type Series, seriesOf } from './series.ts';
import { type Traits, traitsOf, UNDEFINED } from './traits.ts';

/** A metric whose datapoints are further apart than its period says. Seconds. */
export interface Coarse {
  readonly metric: string;
  readonly period: number;
  readonly every: number;
}

const NONE_COARSE: readonly Coarse[] = [];

/** The metrics that were read for an observation, each as a series of datapoints that a decision may use. */
export class MeasuredSeries {
  readonly #traits: ReadonlyMap<string, Traits>;
  readonly #metrics: Observation['metrics'];
  readonly #now: number;
  #known: Map<string, Series> | undefined;
  /** Among the metrics that rules have read so far. */
  coarse: readonly Coarse[] = NONE_COARSE;

  constructor(metrics: Policy['metrics'], observation: Pick<Observation, 'now' | 'metrics'>) {
    this.#traits = traitsOf(metrics);
    this.#metrics = observation.metrics;
    this.#now = observation.now;
  }

  traitsOf(metric: string): Traits {
    return this.#traits.get(metric) ?? UNDEFINED;
  }

  /** The datapoints as they were read; undefined or null if the metric could not be read. */
  read(metric: string): readonly Datapoint[] | null | undefined {
    return Object.hasOwn(this.#metrics, metric) ? this.#metrics[metric] : undefined;
  }

  /** A shortcut to the newest value of a metric with plain traits; undefined without data, null if the shortcut does not apply. */
  plain(metric: string, { period, maxAge, isRegular }: Traits): number | undefined | null {
    const read = this.read(metric);
    const newest = read?.at(-1);
    if (!read || !newest) return undefined;
    const before = isRegular ? read.at(-2) : undefined;
    if (newest.value < 0 || (before && newest.at - before.at >= 2000 * period)) return null;
    const age = (this.#now - newest.at) / 1000;
    return age <= maxAge && age >= -maxAge ? newest.value : undefined;
  }

  of(metric: string): Series {
    const known = this.#known?.get(metric);
    if (known) return known;
    const traits = this.traitsOf(metric);
    const series = seriesOf(this.read(metric), traits, this.#now);
    this.#known ??= new Map();
    this.#known.set(metric, series);
    const { period } = traits;
    if (series.traits.period !== period)
      this.coarse = [...this.coarse, { metric, period, every: series.traits.period }];
    return series;
  }

  /** Without negative datapoints: a count is never negative. */
  countsOf(metric: string): Series {
    const series = this.of(metric);
    if (series.points.every(({ value }) => value >= 0)) return series;
    const counts = (this.read(metric) ?? []).filter(({ value }) => value >= 0);
    return seriesOf(counts, { ...this.traitsOf(metric), isZeroWhenSilent: false }, this.#now);
  }
}
