import {
  type Fleet,
  type Formula,
  isClusterFigure,
  isFigure,
  isMeasured,
  readsGroup,
  reportedWork,
} from '../../model/index.ts';
import { isAverage, metricSource, type Observation, type Policy, readBy } from '../../policy/index.ts';
import type { Lacking, MeasuredPast, MetricReadings, ServedBy } from '../../rules/index.ts';
import { ageOf, commonEnd, cutAt, isTooOld, isUpTo, newestUpTo, paceOf, readingOf } from './newest.ts';
import { heldSeconds, measuredPast } from './past.ts';
import { averagedOver, endOf, inOrder, type Reading, type Series, seriesOf, windowOf } from './series.ts';
import { type Figure, type Remembered, type Served, Serving } from './serving.ts';
import { type Traits, traitsOf, UNDEFINED } from './traits.ts';

type Measured = Pick<Observation, 'now' | 'metrics' | 'cluster'> & { readonly history?: Remembered };

/** A metric whose datapoints are further apart than its period says. Seconds. */
export interface Coarse {
  readonly metric: string;
  readonly period: number;
  readonly every: number;
}

const NONE_COARSE: readonly Coarse[] = [];
type ClusterFigure = 'desired' | 'pending' | 'reserved';

const NO_HISTORY: Remembered = { changes: [] };

/** The group's own figures, by the names that formulas know them by. */
const FIGURES: Readonly<Record<string, Figure>> = { workers: 'live', ready: 'ready', desired: 'desired' };
const figureNamed = (name: string): Figure | undefined => (Object.hasOwn(FIGURES, name) ? FIGURES[name] : undefined);

/** What the metrics of an observation say now; `undefined` is no data, which is never zero. */
export class Readings implements MetricReadings {
  readonly #policy: Policy;
  readonly #traits: ReadonlyMap<string, Traits>;
  readonly #observation: Measured;
  readonly #current: number;
  readonly #fleet: Fleet;
  #known: Map<string, Series> | undefined;
  #coarse: readonly Coarse[] = NONE_COARSE;
  #servingKnown: Serving | undefined;

  constructor(policy: Policy, observation: Measured, current: number, fleet: Fleet) {
    this.#policy = policy;
    this.#traits = traitsOf(policy.metrics);
    this.#observation = observation;
    this.#current = current;
    this.#fleet = fleet;
  }

  latest(metric: string): number | undefined {
    const traits = this.#traitsOf(metric);
    const plain = traits.isPlain ? this.#plain(metric, traits) : null;
    if (plain !== null) return plain;
    const { computedBy, window } = traits;
    if (computedBy) {
      const value = this.#computed(metric)?.value;
      return isFigure(value) ? value : undefined;
    }
    const series = this.#series(metric);
    const newest = series.points.at(-1)?.value;
    return window === 0 && isFigure(newest) ? newest : readingOf(this.#counts(metric, series))?.value;
  }

  compared(metric: string): number | undefined {
    const traits = this.#traitsOf(metric);
    const plain = traits.isPlain ? this.#plain(metric, traits) : null;
    if (plain !== null) return plain;
    return this.#reading(metric)?.value;
  }

  together(metrics: readonly string[]): readonly (number | undefined)[] {
    if (metrics.length === 1 || metrics.some((name) => this.#traitsOf(name).computedBy))
      return metrics.map((name) => this.latest(name));
    const series = metrics.map((name) => this.#counts(name, this.#series(name)));
    const common = commonEnd(series);
    return series.map((each) => (common === null ? readingOf(each) : newestUpTo(each, common))?.value);
  }

  served(metric: string): ServedBy | undefined {
    const reading = this.#reading(metric);
    if (!reading) return undefined;
    const { from, to } = reading;
    const figure = this.#multipliedBy(metric);
    if (figure !== 'serving') {
      const { mean } = this.#serving.over(figure, from, to);
      return { from, to, most: mean, least: mean };
    }
    const { window, computedBy } = this.#traitsOf(metric);
    if (window > 0 && !computedBy) return { from, to, ...this.#servedInWindow(this.#series(metric)) };
    const { mean, least } = this.#serving.over('serving', from, to);
    return { from, to, most: mean, least };
  }

  sized(metric: string, workers: number): number | undefined {
    if (this.#multipliedBy(metric) === 'serving') return undefined;
    return this.#computed(metric, (name) => (figureNamed(name) ? workers : undefined))?.value;
  }

  isAverage(metric: string): boolean {
    return isAverage(metric, this.#policy.metrics);
  }

  heldFor(metric: string, condition: (value: number) => boolean): number {
    return heldSeconds(this.#past(metric), this.#observation.now, condition);
  }

  /** What is known of a metric's past, oldest first, and the seconds from one datapoint to the next. */
  past(metric: string): MeasuredPast {
    return measuredPast(this.#past(metric));
  }

  pastTogether(metrics: readonly string[]): readonly MeasuredPast[] {
    const series = metrics.map((name) => this.#past(name));
    const isComputed = metrics.some((name) => this.#traitsOf(name).computedBy);
    const common = isComputed ? null : commonEnd(series);
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
    const traits = this.#traitsOf(metric);
    if (!traits.computedBy) return { metric, ...this.#causeOf(metric) };
    const { names, evaluate } = traits.computedBy;
    const { now } = this.#observation;
    const missing = names.find((name) => (this.#figureOf(name, now, now) ?? this.compared(name)) === undefined);
    if (missing !== undefined) return { metric: missing, ...this.#causeOf(missing) };
    const value = this.#computed(metric)?.value;
    if (value !== undefined) return value < 0 ? { metric, negative: value } : { metric };
    const { used, figureAt } = this.#inputsOf(names);
    for (const [of, series] of used) {
      const newest = series.points.at(-1);
      if (newest && isTooOld(series, traits, now))
        return { metric, of, ...ageOf(newest, { ...series.traits, maxAge: traits.maxAge }, now) };
    }
    return isMeasured(evaluate(figureAt))
      ? { metric }
      : { metric, reads: names, values: names.map((name) => figureAt(name) ?? null) };
  }

  /** Why a metric that is read, or a figure of the group, has no data. */
  #causeOf(name: string): Omit<Lacking, 'metric'> {
    const { metrics, now } = this.#observation;
    if (readsGroup(name, this.#policy.metrics)) return isClusterFigure(name) ? {} : { workers: this.#inService };
    const { kind: source, eachWorker } = metricSource(name, this.#policy.metrics) ?? {};
    const read = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
    const newest = read?.at(-1);
    if (!newest) {
      if (source === undefined) return {};
      return eachWorker === 'always' ? { source, workers: this.#inService } : { source, isRead: Boolean(read) };
    }
    const { traits } = this.#series(name);
    const known = { ...(source && { source }), ...ageOf(newest, traits, now) };
    if (Math.abs(known.age - traits.settles) > traits.maxAge) return known;
    return newest.value < 0 ? { negative: newest.value } : {};
  }

  get #inService(): number {
    const { ready, unhealthy } = this.#fleet.counts;
    return ready + unhealthy;
  }

  /** Of the metrics that rules have read so far. */
  coarse(): readonly Coarse[] {
    return this.#coarse;
  }

  get #serving(): Serving {
    const { now, history = NO_HISTORY } = this.#observation;
    this.#servingKnown ??= new Serving(this.#policy, { now, history }, this.#current, this.#fleet);
    return this.#servingKnown;
  }

  #traitsOf(metric: string): Traits {
    return this.#traits.get(metric) ?? UNDEFINED;
  }

  /** The shortest way to the newest value; null if it is not as simple. */
  #plain(metric: string, { period, maxAge, isRegular }: Traits): number | undefined | null {
    const { metrics, now } = this.#observation;
    const read = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    const newest = read?.at(-1);
    if (!read || !newest) return undefined;
    const before = isRegular ? read.at(-2) : undefined;
    if (newest.value < 0 || (before && newest.at - before.at >= 2000 * period)) return null;
    const age = (now - newest.at) / 1000;
    return age <= maxAge && age >= -maxAge ? newest.value : undefined;
  }

  #series(metric: string): Series {
    const known = this.#known?.get(metric);
    if (known) return known;
    const { metrics, now } = this.#observation;
    const read = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    const traits = this.#traitsOf(metric);
    const series = seriesOf(read, traits, now);
    this.#known ??= new Map();
    this.#known.set(metric, series);
    const { period } = traits;
    if (series.traits.period !== period)
      this.#coarse = [...this.#coarse, { metric, period, every: series.traits.period }];
    return series;
  }

  /** Without the datapoints that are below zero: a count never is. */
  #counts(metric: string, series: Series): Series {
    if (series.points.every(({ value }) => value >= 0)) return series;
    const { metrics, now } = this.#observation;
    return seriesOf(
      (metrics[metric] ?? []).filter(({ value }) => value >= 0),
      { ...this.#traitsOf(metric), isZeroWhenSilent: false },
      now,
    );
  }

  #reading(metric: string): Reading | undefined {
    return this.#traitsOf(metric).computedBy ? this.#computed(metric) : readingOf(this.#series(metric));
  }

  /** A formula's value at the newest moment at which all that it reads was measured; of the group, what it was then. */
  #computed(metric: string, given: (name: string) => number | undefined = () => undefined): Reading | undefined {
    const traits = this.#traitsOf(metric);
    const { now } = this.#observation;
    const { names, evaluate } = traits.computedBy as Formula;
    const { inputs, used, from, to, figureAt } = this.#inputsOf(names);
    const silence =
      traits.isZeroWhenSilent && this.#areRead([...inputs.keys()]) ? { value: 0, from: now, to: now } : undefined;
    if ([...used.values()].some((each) => isTooOld(each, traits, now))) return silence;
    if (traits.window > 0) return readingOf(this.#formulaPast(traits));
    const value = evaluate((name) => given(name) ?? figureAt(name));
    if (isMeasured(value)) return { value, from, to };
    const isEmpty = [...inputs.values()].some(({ points }) => points.length === 0);
    return isEmpty ? silence : undefined;
  }

  /** Whether all reads succeeded. */
  #areRead(names: readonly string[]): boolean {
    const { metrics } = this.#observation;
    return names.every((name) => Object.hasOwn(metrics, name) && metrics[name] !== null);
  }

  /** What a formula reads, up to the newest moment at which all of it was measured. */
  #inputsOf(names: readonly string[]) {
    const inputs = new Map(this.#measuredIn(names).map((name) => [name, this.#series(name)]));
    const common = commonEnd([...inputs.values()]);
    const used = new Map([...inputs].map(([name, each]) => [name, common === null ? each : cutAt(each, common)]));
    const read = new Map([...used].map(([name, each]) => [name, readingOf(each)]));
    const to = common ?? this.#observation.now;
    const from = common === null ? to : Math.max(...[...read.values()].map((each) => each?.from ?? to));
    const figureAt = (name: string) => this.#figureOf(name, from, to) ?? read.get(name)?.value;
    return { inputs, used, from, to, figureAt };
  }

  #measuredIn(names: readonly string[]): string[] {
    return names.filter((name) => !readsGroup(name, this.#policy.metrics));
  }

  /** A metric's past, oldest first, with the pace that it has. */
  #past(metric: string): Series {
    const traits = this.#traitsOf(metric);
    const series = traits.computedBy ? this.#formulaPast(traits) : this.#series(metric);
    return traits.window > 0 ? { ...series, points: averagedOver(traits.window, series) } : series;
  }

  /** A formula's past: its value whenever one of its metrics was measured, with the workers that there were. */
  #formulaPast(traits: Traits): Series {
    const { names, evaluate } = traits.computedBy as Formula;
    const inputs = new Map(this.#measuredIn(names).map((name) => [name, this.#past(name)]));
    const all = [...inputs.values()];
    const pace = paceOf(traits, all);
    const common = commonEnd(all) ?? Infinity;
    const values = new Map([...inputs].map(([name, { points }]) => [name, inOrder(points)]));
    const moments = [...new Set(all.flatMap(({ points }) => points.map(({ at }) => at)))].filter((at) =>
      isUpTo({ at, value: 0 }, pace, common),
    );
    const points = moments
      .toSorted((earlier, later) => earlier - later)
      .flatMap((at) => {
        const to = endOf({ at, value: 0 }, pace);
        const value = evaluate((name) => this.#figureOf(name, at, to) ?? values.get(name)?.(at));
        return isMeasured(value) ? { at, value } : [];
      });
    return { points, traits: pace };
  }

  /** A figure of the group over a time: what it was then, of the workers. */
  #figureOf(name: string, from: number, to: number): number | undefined {
    const figure = figureNamed(name);
    if (figure) return this.#serving.over(figure, from, to).mean;
    if (!readsGroup(name, this.#policy.metrics)) return undefined;
    if (isClusterFigure(name)) return this.#observation.cluster?.[name.slice('cluster.'.length) as ClusterFigure];
    return name === 'pending' ? this.#fleet.counts.pending : this.#busy();
  }

  /** What a metric that is an average has to be multiplied with: a formula is over the figure that it reads. */
  #multipliedBy(metric: string): Figure {
    const names = this.#traitsOf(metric).computedBy?.names ?? [];
    return names.map(figureNamed).find((figure) => figure !== undefined) ?? 'serving';
  }

  /** With each datapoint of the window weighs how many served then, so that their product with the mean is the mean product. */
  #servedInWindow(series: Series): Pick<ServedBy, 'most' | 'least'> {
    let [sum, most, least] = [0, 0, 0];
    for (const point of windowOf(series)) {
      const served: Served = this.#serving.over('serving', point.at, endOf(point, series.traits));
      sum += point.value;
      most += point.value * served.mean;
      least += point.value * served.least;
    }
    return sum > 0 ? { most: most / sum, least: least / sum } : { most: 0, least: 0 };
  }

  /** No data while workers serve and none of them reports whether it is busy. */
  #busy(): number | undefined {
    return reportedWork(this.#fleet)?.busy ?? (this.#inService === 0 ? 0 : undefined);
  }
}
