import { ServiceError } from '../query/service-error.ts';

export type Aggregation = 'AVG' | 'COUNT' | 'MAX' | 'MIN' | 'SUM';

/** What an expression asks for: of metrics that match, one result for each value of the labels, or one for each metric. */
export interface Expression {
  readonly namespace: string;
  /** The exact dimensions of the metrics; null for any. */
  readonly dimensions: readonly string[] | null;
  readonly name: string;
  readonly where: readonly (readonly [dimension: string, value: string])[];
  readonly groupBy: readonly string[];
  /** Null: each metric is a result of its own. */
  readonly across: Aggregation | null;
  /** Of each metric and period. Of a query, all observations count together. */
  readonly statistic: string | null;
}

const WORD = '(?:"[^"]+"|[A-Za-z0-9_]+)';
const QUERY = new RegExp(
  String.raw`^\s*SELECT\s+(AVG|COUNT|MAX|MIN|SUM)\s*\(\s*(${WORD})\s*\)\s+FROM\s+(?:SCHEMA\s*\(\s*(${WORD}(?:\s*,\s*${WORD})*)\s*\)|(${WORD}))` +
    String.raw`(?:\s+WHERE\s+(.+?))?(?:\s+GROUP\s+BY\s+(${WORD}(?:\s*,\s*${WORD})*))?\s*$`,
  'is',
);
const CONDITION = new RegExp(String.raw`^\s*(${WORD})\s*=\s*'([^']*)'\s*$`, 's');
const SEARCH =
  /^\s*(?:(AVG|MAX|MIN|SUM)\s*\(\s*)?SEARCH\s*\(\s*'\s*\{([^}]*)\}([^']*)'\s*,\s*'(\w+)'(?:\s*,\s*\d+)?\s*\)\s*(\))?\s*$/s;
const TERM = /^(\w+)="([^"]*)"$/;

/**
 * Reads a query of Metrics Insights, or a search with at most one function around it. Whatever else CloudWatch can compute
 * is an error here, never a wrong value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function parsedExpression(text: string): Expression {
  return (/^\s*SELECT\b/i.test(text) ? query(text) : search(text)) ?? invalid(text);
}

function query(text: string): Expression | null {
  const [, aggregation = '', name = '', schema, namespace, where, groupBy] = QUERY.exec(text) ?? [];
  if (name === '') return null;
  const [first = '', ...dimensions] = (schema ?? '').split(',').map(bare);
  const conditions = (where ?? '').split(/\s+AND\s+/i).flatMap((each) => (each.trim() === '' ? [] : [condition(each)]));
  if (conditions.some((each) => each === null)) return null;
  return {
    namespace: namespace === undefined ? first : bare(namespace),
    dimensions: namespace === undefined ? dimensions : null,
    name: bare(name),
    where: conditions as [string, string][],
    groupBy: (groupBy ?? '').split(',').map(bare).filter(Boolean),
    across: aggregation.toUpperCase() as Aggregation,
    statistic: null,
  };
}

function condition(text: string): [string, string] | null {
  const [, dimension, value] = CONDITION.exec(text) ?? [];
  return dimension === undefined || value === undefined ? null : [bare(dimension), value];
}

function search(text: string): Expression | null {
  const [, across, schema = '', terms = '', statistic = '', closing] = SEARCH.exec(text) ?? [];
  if (schema === '' || (across === undefined) !== (closing === undefined)) return null;
  const [namespace = '', ...dimensions] = schema.split(',').map(bare);
  const written =
    terms.trim() === ''
      ? []
      : terms
          .trim()
          .split(/\s+/)
          .map((term) => TERM.exec(term));
  if (written.some((each) => each === null)) return null;
  const pairs = written.map((each) => [each?.[1] ?? '', each?.[2] ?? ''] as const);
  const name = pairs.find(([key]) => key === 'MetricName')?.[1];
  if (name === undefined) return null;
  const where = pairs.filter(([key]) => key !== 'MetricName');
  const found = { namespace, dimensions, name, where, groupBy: [], statistic };
  return { ...found, across: (across as Aggregation | undefined) ?? null };
}

const bare = (word: string): string => word.trim().replace(/^"|"$/g, '');

function invalid(text: string): never {
  const what = `Error in expression '${text}': the local AWS computes simple queries and searches only`;
  throw new ServiceError('ValidationError', what);
}
