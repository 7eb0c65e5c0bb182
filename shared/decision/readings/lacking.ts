import { isClusterFigure, isMeasured, readsGroup } from '../../model/index.ts';
import { metricSource, type Policy } from '../../policy/index.ts';
import type { Lacking } from '../../rules/index.ts';
import type { FormulaValues } from './formula-values.ts';
import type { GroupFigures } from './group-figures.ts';
import type { MeasuredSeries } from './measured-series.ts';
import { ageOf, isTooOld, readingOf } from './newest.ts';
import type { Traits } from './traits.ts';

interface Known {
  readonly metrics: Policy['metrics'];
  readonly now: number;
  readonly measured: MeasuredSeries;
  readonly figures: GroupFigures;
  readonly formulas: FormulaValues;
}

/** The metric that lacks data, and what is known of the cause. It may be a metric that the formula of `metric` reads. */
export function lackingOf(metric: string, known: Known): Lacking {
  const { now, measured, figures, formulas } = known;
  const traits = measured.traitsOf(metric);
  if (!traits.computedBy) return { metric, ...causeOf(metric, known) };
  const { names, evaluate } = traits.computedBy;
  const missing = names.find((name) => figures.over(name, now, now) === undefined && !readingOf(measured.of(name)));
  if (missing !== undefined) return { metric: missing, ...causeOf(missing, known) };
  const value = formulas.newest(metric)?.value;
  if (value !== undefined) return value < 0 ? { metric, negative: value } : { metric };
  const { used, figureAt } = formulas.inputsOf(names);
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
function causeOf(name: string, { metrics, now, measured, figures }: Known): Omit<Lacking, 'metric'> {
  if (readsGroup(name, metrics)) return isClusterFigure(name) ? {} : { workers: figures.inService };
  const { kind: source, eachWorker } = metricSource(name, metrics) ?? {};
  const read = measured.read(name);
  const newest = read?.at(-1);
  if (!newest) {
    if (source === undefined) return {};
    return eachWorker === 'always' ? { source, workers: figures.inService } : { source, isRead: Boolean(read) };
  }
  const { traits } = measured.of(name);
  const age = ageOf(newest, traits, now);
  if (isOutdated(age, traits)) return { ...(source && { source }), ...age };
  return newest.value < 0 ? { negative: newest.value } : {};
}

/** Also true for a datapoint from far in the future. */
const isOutdated = ({ age }: { readonly age: number }, { settles, maxAge }: Traits): boolean =>
  Math.abs(age - settles) > maxAge;
