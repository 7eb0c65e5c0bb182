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
export interface Readings {
  latest(metric: string): number | undefined;
  /** Seconds up to the latest datapoint for which every datapoint, without a gap, satisfied the condition. */
  heldFor(metric: string, condition: (value: number) => boolean): number;
}

export function readingsOf(policy: Policy, observation: Observation, current: number, fleet: Fleet): Readings {
  const definition = (metric: string) => (Object.hasOwn(policy.metrics, metric) ? policy.metrics[metric] : undefined);

  const fresh = (metric: string): readonly Datapoint[] => {
    const points = Object.hasOwn(observation.metrics, metric) ? observation.metrics[metric] : undefined;
    const newest = points?.at(-1);
    if (!points || !newest) return [];
    const age = (observation.now - newest.at) / 1000;
    const maxAge = maxAgeOf(definition(metric));
    // A datapoint from well ahead of the clock is as little to be trusted as an old one.
    return age <= maxAge && age >= -maxAge ? points : [];
  };

  const latest = (metric: string): number | undefined => {
    const formula = definition(metric)?.formula;
    if (formula === undefined) return fresh(metric).at(-1)?.value;
    const value = compiled(formula).evaluate((name) => figureOf(name) ?? latest(name));
    return isFigure(value) ? value : undefined;
  };

  /** A formula's past: its value whenever one of its metrics was measured. The group's own figures are those of now. */
  const seriesOf = (metric: string): readonly Datapoint[] => {
    const formula = definition(metric)?.formula;
    if (formula === undefined) return fresh(metric);
    const { names, evaluate } = compiled(formula);
    const inputs = new Map(names.filter((name) => figureOf(name) === undefined).map((name) => [name, fresh(name)]));
    const moments = [...new Set([...inputs.values()].flatMap((points) => points.map(({ at }) => at)))];
    return moments
      .toSorted((earlier, later) => earlier - later)
      .flatMap((at) => {
        const value = evaluate(
          (name) => figureOf(name) ?? inputs.get(name)?.findLast((point) => point.at <= at)?.value,
        );
        return isFigure(value) ? { at, value } : [];
      });
  };

  /** Seconds a datapoint stands for and stays fresh; a formula is as slow as the slowest of its metrics. */
  const pace = (metric: string): { period: number; maxAge: number } => {
    const own = definition(metric);
    const inputs =
      own?.formula === undefined ? [] : compiled(own.formula).names.filter((name) => figureOf(name) === undefined);
    const measured = inputs.length === 0 ? [own] : inputs.map(definition);
    return {
      period: Math.max(...measured.map(periodOf)),
      maxAge: own?.maxAge ?? Math.max(...measured.map(maxAgeOf)),
    };
  };

  const figureOf = (name: string): number | undefined => {
    if (name === 'workers') return fleet.live;
    if (name === 'ready') return fleet.counts.ready;
    return name === 'desired' ? current : undefined;
  };

  const heldFor = (metric: string, condition: (value: number) => boolean): number => {
    const points = seriesOf(metric);
    const newest = points.at(-1);
    if (!newest) return 0;
    const { period, maxAge } = pace(metric);
    let since: number | undefined;
    for (let i = points.length - 1; i >= 0; i--) {
      const point = points[i] as Datapoint;
      const next = points[i + 1];
      const gap = next ? (next.at - point.at) / 1000 : 0;
      if (!condition(point.value) || gap > maxAge) break;
      since = point.at;
    }
    if (since === undefined) return 0;
    const end = Math.min(observation.now, newest.at + period * 1000);
    return Math.max(0, (end - since) / 1000);
  };

  return { latest, heldFor };
}

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
