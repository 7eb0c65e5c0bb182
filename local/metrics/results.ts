import { groupedBy } from '../../shared/model/index.ts';
import type { Aggregation, Expression } from './expression.ts';

/** Statistics of one period of a metric, by the seconds at which it starts. */
export interface Period {
  readonly Sum: number;
  readonly SampleCount: number;
  readonly Minimum: number;
  readonly Maximum: number;
}

export interface MetricSeries {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periods: ReadonlyMap<number, Period>;
}

export interface Result {
  readonly label: string;
  readonly points: ReadonlyMap<number, number>;
}

/** Whether a metric with these dimensions belongs to the expression. */
function matches({ dimensions, where }: Expression, found: MetricSeries['dimensions']): boolean {
  const names = Object.keys(found).sort();
  const isExact = dimensions === null || dimensions.toSorted().join() === names.join();
  return isExact && where.every(([name, value]) => found[name] === value);
}

/** As many results as CloudWatch returns of a query or a search. */
const MOST_RESULTS = 500;

/** The results, in the order of their labels. Metrics without data in the time asked for are no result of a query. */
export function resultsOf(expression: Expression, metrics: readonly MetricSeries[]): Result[] {
  const { across, statistic, groupBy, name } = expression;
  const matching = metrics.filter(({ dimensions }) => matches(expression, dimensions));
  if (statistic === null) {
    // A metric without one of the labels belongs to no group.
    const grouped = matching.filter(({ dimensions }) => groupBy.every((label) => Object.hasOwn(dimensions, label)));
    const groups = groupedBy(grouped, ({ dimensions }) => groupBy.map((label) => dimensions[label]).join(' '));
    const made = [...groups].map(([label, some]) => ({
      label: label || name,
      points: combined(
        some.map(({ periods }) => periods),
        (all) => aggregated(across ?? 'AVG', all),
      ),
    }));
    return sorted(made.filter(({ points }) => points.size > 0));
  }
  const each = matching.map(({ dimensions, periods }) => ({
    label: Object.values(dimensions).join(' ') || name,
    points: new Map([...periods].map(([at, period]) => [at, statisticOf(statistic, period)])),
  }));
  if (across === null || each.length === 0) return sorted(each);
  const points = combined(
    each.map((one) => one.points),
    (values) => overValues(across, values),
  );
  return [{ label: name, points }];
}

const sorted = (results: readonly Result[]): Result[] =>
  results.toSorted((one, other) => (one.label < other.label ? -1 : 1)).slice(0, MOST_RESULTS);

function combined<Value>(
  series: readonly ReadonlyMap<number, Value>[],
  combine: (all: readonly Value[]) => number,
): ReadonlyMap<number, number> {
  const times = [...new Set(series.flatMap((each) => [...each.keys()]))].sort((one, other) => one - other);
  return new Map(
    times.map((at) => [at, combine(series.flatMap((each) => (each.has(at) ? [each.get(at) as Value] : [])))]),
  );
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Of all observations of all metrics together. */
function aggregated(aggregation: Aggregation, all: readonly Period[]): number {
  const [sum, count] = [sumOf(all.map(({ Sum }) => Sum)), sumOf(all.map(({ SampleCount }) => SampleCount))];
  switch (aggregation) {
    case 'AVG':
      return sum / count;
    case 'COUNT':
      return count;
    case 'SUM':
      return sum;
    case 'MAX':
      return Math.max(...all.map(({ Maximum }) => Maximum));
    case 'MIN':
      return Math.min(...all.map(({ Minimum }) => Minimum));
  }
}

/** Of the values of several results. */
function overValues(aggregation: Aggregation, values: readonly number[]): number {
  const each = values.map((value) => ({ Sum: value, SampleCount: 1, Minimum: value, Maximum: value }));
  return aggregated(aggregation, each);
}

function statisticOf(statistic: string, period: Period): number {
  if (statistic === 'Average') return period.Sum / period.SampleCount;
  return period[statistic as keyof Period];
}

export const STATISTICS = ['Sum', 'SampleCount', 'Minimum', 'Maximum'] as const satisfies (keyof Period)[];
