import type { Wanted } from '../../shared/simulation/index.ts';
import { invalid } from '../failure.ts';
import { askedIn, type Span } from './span.ts';

const DATAPOINTS_PER_PAGE = 100_800;

/** What `aws cloudwatch get-metric-data --cli-input-json` takes to make a file for `--from`. */
export async function queryOf(wanted: readonly Wanted[], span: Span): Promise<object> {
  const { metricDataQuery } = await import('../../shared/aws/cloudwatch/metrics.ts');
  const queries = wanted.flatMap(({ name }, index) => {
    const { source } = askedIn(wanted[index] as Wanted, span);
    return source ? [{ ...metricDataQuery(idOf(name, index, wanted), source), Label: name }] : [];
  });
  if (queries.length === 0)
    throw invalid('The policy reads nothing from CloudWatch, so there is nothing to ask it for.');
  return {
    MetricDataQueries: queries,
    StartTime: new Date(span.from).toISOString(),
    EndTime: new Date(span.to).toISOString(),
    ScanBy: 'TimestampAscending',
    MaxDatapoints: DATAPOINTS_PER_PAGE,
  };
}

/** A lower-case letter, then letters, digits and underscores; a name that comes again is told apart by its place. */
function idOf(name: string, index: number, wanted: readonly Wanted[]): string {
  const id = `${name.charAt(0).toLowerCase()}${name.slice(1)}`.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return wanted.findIndex((each) => each.name === name) === index ? id : `${id}_${index}`;
}
