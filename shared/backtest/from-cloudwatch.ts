import type { Deployment } from '../../cli/aws.ts';
import { Failure } from '../../cli/failure.ts';
import type { RecordedSeries, Wanted } from '../simulation/index.ts';
import { type Recorded, workersApart } from './recorded.ts';
import { askedIn, type Span } from './span.ts';

/** What CloudWatch has of what is wanted, in one call for all metrics and its further pages. */
export async function recordedInCloudWatch(
  { clients }: Deployment,
  wanted: readonly Wanted[],
  span: Span,
): Promise<Recorded> {
  const { cloudWatchMetrics } = await import('../aws/cloudwatch/metrics.ts');
  const unanswered: string[] = [];
  const metrics = cloudWatchMetrics(clients.cloudwatch, ({ key, status }) =>
    unanswered.push(`CloudWatch answered ${wanted[Number(key)]?.name ?? key} with ${status}`),
  );
  const asked = wanted.map((each) => askedIn(each, span));
  const queries = asked.flatMap(({ source }, index) => (source ? [{ key: String(index), source }] : []));
  const answers = await metrics.read(queries, span.from, span.to);
  const series = asked.map((each, index): RecordedSeries => ({ ...each, points: answers.get(String(index)) ?? [] }));
  if (queries.length > 0 && unanswered.length === queries.length) throw new Failure(`${unanswered.join('. ')}.`);
  return {
    ...workersApart(series),
    notes: unanswered.map((each) => `${each}: it was left out.`),
    found: `CloudWatch was asked for ${foundText(series)}`,
  };
}

const foundText = (series: readonly RecordedSeries[]): string =>
  series.map(({ name, points }) => `${name} (${points.length} datapoints)`).join(', ') || 'nothing';
