import { describe, expect, it } from 'vitest';
import { parsedExpression } from '../../../local/metrics/expression.ts';
import { expressionsIn } from '../../../local/metrics/index.ts';
import { type MetricSeries, resultsOf } from '../../../local/metrics/results.ts';

const metric = (dimensions: Record<string, string>, ...values: readonly number[][]): MetricSeries => ({
  dimensions,
  periods: new Map(
    values.map((observed, index) => [
      60 * index,
      {
        Sum: observed.reduce((sum, value) => sum + value, 0),
        SampleCount: observed.length,
        Minimum: Math.min(...observed),
        Maximum: Math.max(...observed),
      },
    ]),
  ),
});
const METRICS = [
  metric({ Host: 'a', Zone: 'x' }, [1, 2], [5]),
  metric({ Host: 'b', Zone: 'x' }, [9]),
  metric({ Host: 'c', Zone: 'y' }, [30]),
  metric({ Zone: 'x' }, [1000]),
];
const results = (expression: string) =>
  Object.fromEntries(
    resultsOf(parsedExpression(expression), METRICS).map(({ label, points }) => [label, [...points.values()]]),
  );

describe('a query', () => {
  it.each([
    ['SELECT AVG(Load) FROM SCHEMA(App, Host, Zone)', { Load: [10.5, 5] }],
    ['select sum(Load) from SCHEMA("App",Zone,Host)', { Load: [42, 5] }],
    ['SELECT COUNT(Load) FROM App', { Load: [5, 1] }],
    ["SELECT MAX(Load) FROM App WHERE Zone = 'x' AND Host = 'a'", { Load: [2, 5] }],
    ['SELECT MIN(Load) FROM SCHEMA(App, Host, Zone) GROUP BY Host', { a: [1, 5], b: [9], c: [30] }],
    ['SELECT AVG(Load) FROM SCHEMA(App, Other)', {}],
  ])('%s', (expression, found) => {
    expect(results(expression)).toEqual(found);
  });
});

describe('a search', () => {
  it.each([
    [`SEARCH('{App,Host,Zone} MetricName="Load" Zone="x"', 'Average')`, { 'a x': [1.5, 5], 'b x': [9] }],
    [`SUM(SEARCH('{App,Zone,Host} MetricName="Load"', 'Maximum', 60))`, { Load: [41, 5] }],
    [`AVG(SEARCH('{App,Other} MetricName="Load"', 'Sum'))`, {}],
  ])('%s', (expression, found) => {
    expect(results(expression)).toEqual(found);
  });
});

it.each([
  'SELECT AVG(Load)',
  'SELECT P95(Load) FROM App',
  'SELECT AVG(Load) FROM App ORDER BY AVG() DESC',
  "SELECT AVG(Load) FROM App WHERE Zone != 'x'",
  "AVG(SEARCH('{App,Host} Load', 'Average'))",
  'SEARCH(\'{App,Host} MetricName="Load"\')',
  `SUM(SEARCH('{App,Host} MetricName="Load"', 'Average')`,
  'm1 + m2',
  'ANOMALY_DETECTION_BAND(m1)',
])('what it cannot compute is an error: %s', (expression) => {
  expect(() => parsedExpression(expression)).toThrow('Error in expression');
});

it.each([
  ['SELECT AVG(Load) FROM App', true],
  ["SUM(SEARCH('{App,Host}', 'Sum'))", true],
  ['SERVICE_QUOTA(m1)', false],
])('calls with %s are answered by the stand-in: %s', (Expression, isAnswered) => {
  const body = Buffer.from(JSON.stringify({ MetricDataQueries: [{ Id: 'm1' }, { Id: 'e1', Expression }] }));
  expect(expressionsIn({ headers: {} }, body) !== null).toBe(isAnswered);
});
