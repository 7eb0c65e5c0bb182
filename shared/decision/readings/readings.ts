import { type Fleet, isFigure } from '../../model/index.ts';
import { isAverage, metricSource, type Observation, type Policy, readBy } from '../../policy/index.ts';
import type { Lacking, MeasuredPast, MetricReadings, ServedBy } from '../../rules/index.ts';
import { FormulaValues } from './formula-values.ts';
import { figureNamed, GroupFigures } from './group-figures.ts';
import { lackingOf } from './lacking.ts';
import { type Coarse, MeasuredSeries } from './measured-series.ts';
import { commonEnd, cutAt, newestUpTo, readingOf } from './newest.ts';
import { heldSeconds, measuredPast } from './past.ts';
import { averaged, endOf, pointsInWindow, type Reading, type Series } from './series.ts';
import type { Figure, Remembered } from './serving.ts';

type Observed = Pick<Observation, 'now' | 'metrics' | 'cluster'> & { readonly history?: Remembered };

/** What the metrics of an observation say now; `undefined` is no data, which is never zero. */
export class Readings implements MetricReadings {
  readonly #policy: Policy;
  readonly #now: number;
  readonly #measured: MeasuredSeries;
  readonly #figures: GroupFigures;
  readonly #formulas: FormulaValues;

  constructor(policy: Policy, observation: Observed, current: number, fleet: Fleet) {
    this.#policy = policy;
    this.#now = observation.now;
    this.#measured = new MeasuredSeries(policy.metrics, observation);
    this.#figures = new GroupFigures(policy, observation, current, fleet);
    this.#formulas = new FormulaValues(policy.metrics, observation.now, this.#measured, this.#figures);
  }

  latest(metric: string): number | undefined {
    const traits = this.#measured.traitsOf(metric);
    const plain = traits.isPlain ? this.#measured.plain(metric, traits) : null;
    if (plain !== null) return plain;
    if (traits.computedBy) {
      const value = this.#formulas.newest(metric)?.value;
      return isFigure(value) ? value : undefined;
    }
    const newest = this.#measured.of(metric).points.at(-1)?.value;
    return traits.window === 0 && isFigure(newest) ? newest : readingOf(this.#measured.countsOf(metric))?.value;
  }

  compared(metric: string): number | undefined {
    const traits = this.#measured.traitsOf(metric);
    const plain = traits.isPlain ? this.#measured.plain(metric, traits) : null;
    return plain === null ? this.#newest(metric)?.value : plain;
  }

  together(metrics: readonly string[]): readonly (number | undefined)[] {
    if (metrics.length === 1 || metrics.some((name) => this.#isComputed(name)))
      return metrics.map((name) => this.latest(name));
    const series = metrics.map((name) => this.#measured.countsOf(name));
    const common = commonEnd(series);
    return series.map((each) => (common === null ? readingOf(each) : newestUpTo(each, common))?.value);
  }

  served(metric: string): ServedBy | undefined {
    const reading = this.#newest(metric);
    if (!reading) return undefined;
    const { from, to } = reading;
    const figure = this.#multipliedBy(metric);
    if (figure !== 'serving') {
      const { mean } = this.#figures.serving.over(figure, from, to);
      return { from, to, most: mean, least: mean };
    }
    const { window, computedBy } = this.#measured.traitsOf(metric);
    if (window > 0 && !computedBy) return { from, to, ...this.#servedInWindow(this.#measured.of(metric)) };
    const { mean, least } = this.#figures.serving.over('serving', from, to);
    return { from, to, most: mean, least };
  }

  sized(metric: string, workers: number): number | undefined {
    if (this.#multipliedBy(metric) === 'serving') return undefined;
    return this.#formulas.newest(metric, (name) => (figureNamed(name) ? workers : undefined))?.value;
  }

  isAverage(metric: string): boolean {
    return isAverage(metric, this.#policy.metrics);
  }

  heldFor(metric: string, condition: (value: number) => boolean): number {
    return heldSeconds(this.#past(metric), this.#now, condition);
  }

  past(metric: string): MeasuredPast {
    return measuredPast(this.#past(metric));
  }

  pastTogether(metrics: readonly string[]): readonly MeasuredPast[] {
    const series = metrics.map((name) => this.#past(name));
    const common = metrics.some((name) => this.#isComputed(name)) ? null : commonEnd(series);
    return series.map((each) => measuredPast(common === null ? each : cutAt(each, common)));
  }

  countsWaiting(metric: string): boolean {
    return metricSource(metric, this.#policy.metrics)?.countsWaiting === true;
  }

  measured(metric: string): readonly string[] {
    const { metrics } = this.#policy;
    return readBy(metric, metrics).map((name) => {
      const measures = metricSource(name, metrics)?.measures;
      return measures && 'name' in measures ? measures.name : name;
    });
  }

  /** The metric that lacks data, which may be one that the formula of `metric` reads, and what is known of the cause. */
  lacking(metric: string): Lacking {
    return lackingOf(metric, {
      metrics: this.#policy.metrics,
      now: this.#now,
      measured: this.#measured,
      figures: this.#figures,
      formulas: this.#formulas,
    });
  }

  /** Of the metrics that rules have read so far. */
  coarse(): readonly Coarse[] {
    return this.#measured.coarse;
  }

  #isComputed(metric: string): boolean {
    return this.#measured.traitsOf(metric).computedBy !== null;
  }

  #newest(metric: string): Reading | undefined {
    return this.#isComputed(metric) ? this.#formulas.newest(metric) : readingOf(this.#measured.of(metric));
  }

  /** A metric's past, oldest first, with the pace that it has. */
  #past(metric: string): Series {
    const traits = this.#measured.traitsOf(metric);
    return averaged(traits.computedBy ? this.#formulas.past(traits) : this.#measured.of(metric));
  }

  /** What a metric that is an average has to be multiplied with: a formula is over the figure that it reads. */
  #multipliedBy(metric: string): Figure {
    const names = this.#measured.traitsOf(metric).computedBy?.names ?? [];
    return names.map(figureNamed).find((figure) => figure !== undefined) ?? 'serving';
  }

  /** With each datapoint of the window weighs how many served then, so that their product with the mean is the mean product. */
  #servedInWindow(series: Series): Pick<ServedBy, 'most' | 'least'> {
    let [sum, most, least] = [0, 0, 0];
    for (const point of pointsInWindow(series)) {
      const served = this.#figures.serving.over('serving', point.at, endOf(point, series.traits));
      sum += point.value;
      most += point.value * served.mean;
      least += point.value * served.least;
    }
    return sum > 0 ? { most: most / sum, least: least / sum } : { most: 0, least: 0 };
  }
}
