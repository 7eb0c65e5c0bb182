import {
  compileFormula,
  type Datapoint,
  type Formula,
  isFigure,
  maxAgeOf,
  type Observation,
  type Policy,
  periodOf,
} from '../policy/index.ts';
import type { Fleet } from './fleet.ts';

/** What the metrics of an observation say now; `undefined` is no data, which is never zero. */
export class Readings {
  readonly #policy: Policy;
  readonly #observation: Observation;
  readonly #current: number;
  readonly #fleet: Fleet;

  constructor(policy: Policy, observation: Observation, current: number, fleet: Fleet) {
    this.#policy = policy;
    this.#observation = observation;
    this.#current = current;
    this.#fleet = fleet;
  }

  latest(metric: string): number | undefined {
    const definition = this.#definition(metric);
    if (definition?.formula === undefined) return this.#fresh(metric, definition).at(-1)?.value;
    const value = compiled(definition.formula).evaluate((name) => this.#figureOf(name) ?? this.latest(name));
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

  #definition(metric: string): MetricDefinition | undefined {
    const { metrics } = this.#policy;
    return Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  }

  #fresh(metric: string, definition = this.#definition(metric)): readonly Datapoint[] {
    const { metrics, now } = this.#observation;
    const points = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    const newest = points?.at(-1);
    if (!points || !newest) return [];
    const age = (now - newest.at) / 1000;
    const maxAge = maxAgeOf(definition);
    // A datapoint from well ahead of the clock is as little to be trusted as an old one.
    return age <= maxAge && age >= -maxAge ? points : [];
  }

  /** A formula's past: its value whenever one of its metrics was measured. The group's own figures are those of now. */
  #seriesOf(metric: string): readonly Datapoint[] {
    const formula = this.#definition(metric)?.formula;
    if (formula === undefined) return this.#fresh(metric);
    const { names, evaluate } = compiled(formula);
    const measured = names.filter((name) => this.#figureOf(name) === undefined);
    const inputs = new Map(measured.map((name) => [name, this.#fresh(name)]));
    const moments = [...new Set([...inputs.values()].flatMap((points) => points.map(({ at }) => at)))];
    return moments
      .toSorted((earlier, later) => earlier - later)
      .flatMap((at) => {
        const value = evaluate(
          (name) => this.#figureOf(name) ?? inputs.get(name)?.findLast((point) => point.at <= at)?.value,
        );
        return isFigure(value) ? { at, value } : [];
      });
  }

  /** Seconds a datapoint stands for and stays fresh; a formula is as slow as the slowest of its metrics. */
  #pace(metric: string): { period: number; maxAge: number } {
    const own = this.#definition(metric);
    if (own?.formula === undefined) return { period: periodOf(own), maxAge: maxAgeOf(own) };
    const inputs = compiled(own.formula).names.filter((name) => this.#figureOf(name) === undefined);
    const measured = inputs.length === 0 ? [own] : inputs.map((name) => this.#definition(name));
    return {
      period: Math.max(...measured.map(periodOf)),
      maxAge: own.maxAge ?? Math.max(...measured.map(maxAgeOf)),
    };
  }

  #figureOf(name: string): number | undefined {
    if (name === 'workers') return this.#fleet.live;
    if (name === 'ready') return this.#fleet.counts.ready;
    return name === 'desired' ? this.#current : undefined;
  }
}

type MetricDefinition = Policy['metrics'][string];

/** Formulas are few and policies live long: each text is parsed once. */
const formulas = new Map<string, Formula>();
const MOST_FORMULAS = 10_000;

function compiled(text: string): Formula {
  const known = formulas.get(text);
  if (known) return known;
  if (formulas.size >= MOST_FORMULAS) formulas.clear();
  const formula = compileFormula(text);
  formulas.set(text, formula);
  return formula;
}
