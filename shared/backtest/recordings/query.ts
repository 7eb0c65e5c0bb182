import { inSeries, invalid } from '../../model/index.ts';
import type { Wanted } from '../../simulation/index.ts';
import { askedIn, type Span } from './span.ts';

/** The input for `aws cloudwatch get-metric-data --cli-input-json` whose output is a file for `--from`. */
export async function queryOf(wanted: readonly Wanted[], span: Span): Promise<object> {
  const { DATAPOINTS_PER_PAGE, metricDataQuery } = await import('../../sources/cloudwatch/reader.ts');
  const ids = idsOf(wanted);
  const queries = wanted.flatMap((each, index) => {
    const { name, source } = askedIn(each, span);
    return source ? [{ ...metricDataQuery(ids[index] as string, source), Label: name }] : [];
  });
  if (queries.length === 0) throw invalid(nothingToQuery(wanted));
  return {
    MetricDataQueries: queries,
    StartTime: new Date(span.from).toISOString(),
    EndTime: new Date(span.to).toISOString(),
    ScanBy: 'TimestampAscending',
    MaxDatapoints: DATAPOINTS_PER_PAGE,
  };
}

function nothingToQuery(wanted: readonly Wanted[]): string {
  const why = 'The policy reads no metric from CloudWatch, so there is nothing to query.';
  const pushed = wanted.filter(({ countsFor }) => countsFor !== undefined).map(({ name }) => name);
  if (pushed.length === 0) return why;
  const are = `${inSeries(pushed, 'and')} ${pushed.length === 1 ? 'is' : 'are'} pushed`;
  return `${why} ${are}: "headcount backtest --group GROUP" reads the values from the deployment.`;
}

/** Ids have a lower-case letter, then letters, digits and underscores. A number makes equal ones unique. */
function idsOf(wanted: readonly Wanted[]): string[] {
  const ids = new Set<string>();
  for (const { name } of wanted) {
    const plain = `${name.charAt(0).toLowerCase()}${name.slice(1)}`.replaceAll(/[^A-Za-z0-9_]/g, '_');
    let id = plain;
    for (let more = 1; ids.has(id); more += 1) id = `${plain}_${more}`;
    ids.add(id);
  }
  return [...ids];
}
