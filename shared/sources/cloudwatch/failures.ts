import { define, makers } from '../../model/index.ts';

/** Why the reader has no value of an expression, and what to do. Only commands show the texts. */
export const failures = {
  'cloudwatch-no-series': define<{ expression: string }>(
    'The expression of a metric matches no metric of CloudWatch.',
    ({ expression }) =>
      `The expression matches no metric: ${expression}. Correct the names in it, or publish what it names`,
  ),
  'cloudwatch-several-series': define<{ expression: string; series: readonly string[] }>(
    'The expression of a metric has several results, of which `series` names some, and the metric needs one.',
    ({ expression, series }) =>
      `The expression has several results (${series.join(', ')}), and the metric needs one: ${expression}. Write a query without GROUP BY, or a function such as AVG or SUM around SEARCH`,
  ),
};
export const because = makers(failures);
