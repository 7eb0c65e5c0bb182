import { type Datapoint, type Fleet, type Formula, isFigure, readsGroup, reportedWork } from '../model/index.ts';
import {
  formulaOf,
  type MetricDefinition,
  maxAgeOf,
  metricSource,
  type Observation,
  type Policy,
  periodOf,
  readBy,
  settlesIn,
} from '../policy/index.ts';
import type { MetricReadings } from '../rules/index.ts';
import { sourceOf } from '../sources/index.ts';

type Measured = Pick<Observation, 'now' | 'metrics'>;

/** What the metrics of an observation say now; `undefined` is no data, which is never zero. */
export class Readings implements MetricReadings {
  readonly #policy: Policy;
  readonly #traits: ReadonlyMap<string, Traits>;
  readonly #observation: Measured;
  readonly #current: number;
  readonly #fleet: Fleet;

  constructor(policy: Policy, observation: Measured, current: number, fleet: Fleet) {
    this.#policy = policy;
    this.#traits = traitsOf(policy.metrics);
    this.#observation = observation;
    this.#current = current;
    this.#fleet = fleet;
  }

  latest(metric: string): number | undefined {
    const traits = this.#of(metric);
    if (!traits.computedBy) return this.#fresh(metric, traits).at(-1)?.value;
    const value = traits.computedBy.evaluate((name) => this.#figureOf(name) ?? this.latest(name));
    return isFigure(value) ? value : undefined;
  }

  /** Seconds up to the latest datapoint for which every datapoint, without a gap, satisfied the condition. */
  heldFor(metric: string, condition: (value: number) => boolean): number {
    const points = this.#seriesOf(metric);
    const newest = points.at(-1);
    if (!newest) return 0;
    const { period, maxAge } = this.#pace(metric);
    let since: number | undefined;
    for (let i = points.length - 1; i >= 0; i--) {
      const point = points[i] as Datapoint;
      const next = points[i + 1];
      const gap = next ? (next.at - point.at) / 1000 : 0;
      if (!condition(point.value) || gap > maxAge) break;
      since = point.at;
    }
    if (since === undefined) return 0;
    const end = Math.min(this.#observation.now, newest.at + period * 1000);
    return Math.max(0, (end - since) / 1000);
  }

  /** What is known of a metric's past, oldest first, and the seconds from one datapoint to the next. */
  past(metric: string): { readonly points: readonly Datapoint[]; readonly step: number } {
    const points = this.#seriesOf(metric);
    const { period, isRegular } = this.#pace(metric);
    return { points, step: isRegular ? period : usualGap(points, period) };
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

  #of(metric: string): Traits {
    return this.#traits.get(metric) ?? UNDEFINED;
  }

  #fresh(metric: string, { maxAge, settles } = this.#of(metric)): readonly Datapoint[] {
    const { metrics, now } = this.#observation;
    const points = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    const newest = points?.at(-1);
    if (!points || !newest) return [];
    const age = (now - newest.at) / 1000 - settles;
    // A datapoint from far in the future is as unreliable as an old one.
    return age <= maxAge && age >= -maxAge ? points : [];
  }

  /** A formula's past: its value whenever one of its metrics was measured. The group's own figures are those of now. */
  #seriesOf(metric: string): readonly Datapoint[] {
    const { computedBy: formula } = this.#of(metric);
    if (!formula) return this.#fresh(metric);
    const { names, evaluate } = formula;
    const measured = names.filter((name) => !readsGroup(name, this.#policy.metrics));
    const inputs = new Map(measured.map((name) => [name, inOrder(this.#fresh(name))]));
    const moments = [...new Set(measured.flatMap((name) => this.#fresh(name).map(({ at }) => at)))];
    return moments
      .toSorted((earlier, later) => earlier - later)
      .flatMap((at) => {
        const value = evaluate((name) => this.#figureOf(name) ?? inputs.get(name)?.(at));
        return isFigure(value) ? { at, value } : [];
      });
  }

  /** Seconds that a datapoint covers and stays fresh. A formula has the longest period of its metrics. */
  #pace(metric: string): Traits {
    const own = this.#of(metric);
    if (!own.computedBy) return own;
    const inputs = own.computedBy.names.filter((name) => !readsGroup(name, this.#policy.metrics));
    const measured = inputs.length === 0 ? [own] : inputs.map((name) => this.#of(name));
    return {
      ...own,
      period: Math.max(...measured.map(({ period }) => period)),
      maxAge: own.hasOwnAge ? own.maxAge : Math.max(...measured.map(({ maxAge }) => maxAge)),
      isRegular: measured.every(({ isRegular }) => isRegular),
    };
  }

  #figureOf(name: string): number | undefined {
    if (name === 'workers') return this.#fleet.live;
    if (name === 'ready') return this.#fleet.counts.ready;
    if (name === 'desired') return this.#current;
    if (!readsGroup(name, this.#policy.metrics)) return undefined;
    return name === 'pending' ? this.#fleet.counts.pending : this.#busy();
  }

  /** No data while workers serve and none of them reports whether it is busy. */
  #busy(): number | undefined {
    const { ready, unhealthy } = this.#fleet.counts;
    return reportedWork(this.#fleet)?.busy ?? (ready + unhealthy === 0 ? 0 : undefined);
  }
}

/** What readings need to know of a metric. */
interface Traits {
  readonly computedBy: Formula | null;
  readonly period: number;
  readonly maxAge: number;
  readonly settles: number;
  /** Whether its author has written the `maxAge`. */
  readonly hasOwnAge: boolean;
  /** One datapoint for each whole period; otherwise one for each time that the source was read. */
  readonly isRegular: boolean;
}

const traitsOfOne = (definition: MetricDefinition | undefined): Traits => ({
  computedBy: formulaOf(definition),
  period: periodOf(definition),
  maxAge: maxAgeOf(definition),
  settles: settlesIn(definition),
  hasOwnAge: definition?.maxAge !== undefined,
  isRegular: definition !== undefined && sourceOf(definition).statistic !== null,
});
/** Of a metric that only the observation knows. */
const UNDEFINED = traitsOfOne(undefined);

/** Asked for in every decision, and the same for as long as the policy is. */
const known = new WeakMap<Policy['metrics'], ReadonlyMap<string, Traits>>();

function traitsOf(metrics: Policy['metrics']): ReadonlyMap<string, Traits> {
  const traits = known.get(metrics);
  if (traits) return traits;
  const found = new Map(Object.entries(metrics).map(([name, definition]) => [name, traitsOfOne(definition)]));
  known.set(metrics, found);
  return found;
}

/** The value that held at a moment: to be asked of moments in ascending order, so that a long past costs one walk. */
function inOrder(points: readonly Datapoint[]): (at: number) => number | undefined {
  let next = 0;
  return (at) => {
    while ((points[next]?.at ?? Infinity) <= at) next += 1;
    return points[next - 1]?.value;
  };
}

/** Whole seconds between the last readings, the middle one of their gaps; `otherwise` as long as there are none. */
function usualGap(points: readonly Datapoint[], otherwise: number): number {
  const last = points.slice(-LAST_GAPS - 1);
  const gaps = last.slice(1).map(({ at }, index) => at - (last[index] as Datapoint).at);
  const middle = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)];
  return middle === undefined ? otherwise : Math.max(1, Math.round(middle / 1000));
}
const LAST_GAPS = 20;
