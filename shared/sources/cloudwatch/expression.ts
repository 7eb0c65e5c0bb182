/** Functions of metric math that find their own data. Others compute on metrics that a request names beside them. */
const FINDS_METRICS = /\b(SEARCH|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|SERVICE_QUOTA)\s*\(/;
const QUERY = /^\s*SELECT\s+([A-Za-z]+)\s*\(/i;

/** Whether it is a query of Metrics Insights; otherwise it is metric math. */
export const isQuery = (expression: string): boolean => QUERY.test(expression);

/** Whether it names what it computes on. */
export const isComputable = (expression: string): boolean => isQuery(expression) || FINDS_METRICS.test(expression);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
const OF_QUERY: Readonly<Record<string, string>> = {
  AVG: 'Average',
  COUNT: 'SampleCount',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
};
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
const OF_SEARCH = /\bSEARCH\s*\(\s*'(?:[^'])*'\s*,\s*'(\w+)'/g;

/**
 * The statistic of each period behind the values. Of several, one that goes on growing after the end of its period, so
 * that none is used too early.
 */
export function statisticOf(expression: string): string {
  const queried = QUERY.exec(expression)?.[1]?.toUpperCase();
  if (queried !== undefined) return OF_QUERY[queried] ?? 'Average';
  const searched = [...expression.matchAll(OF_SEARCH)].map(([, statistic = '']) => statistic);
  return searched.find((each) => each === 'Sum' || each === 'SampleCount') ?? searched[0] ?? 'Average';
}
