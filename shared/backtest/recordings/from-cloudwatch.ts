import { isRefused } from '../../aws/cloudwatch/errors.ts';
import { UserError } from '../../model/index.ts';
import type { RecordedSeries, Wanted } from '../../simulation/index.ts';
import { datapointsOf, ReadFailure, type Readouts } from '../../sources/index.ts';
import type { BacktestDeployment } from './deployment.ts';
import type { RecordedPart } from './recorded.ts';
import { askedIn, type Span } from './span.ts';

/** Reads all wanted metrics from CloudWatch in one call, and its further pages. */
export async function measuredByCloudWatch(
  { clients }: BacktestDeployment,
  wanted: readonly Wanted[],
  span: Span,
): Promise<RecordedPart> {
  const [{ cloudWatchReader }, { cloudWatchCalls }] = await Promise.all([
    import('../../sources/cloudwatch/reader.ts'),
    import('../../aws/cloudwatch/sdk-calls.ts'),
  ]);
  const unanswered: string[] = [];
  const reader = cloudWatchReader(cloudWatchCalls(clients.cloudwatch), ({ key, status }) =>
    unanswered.push(`CloudWatch returned ${status} for ${wanted[Number(key)]?.name ?? key}`),
  );
  const asked = wanted.map((each) => askedIn(each, span));
  const seconds = (span.to - span.from) / 1000;
  const queries = asked.flatMap(({ source: config }, index) =>
    config ? [{ key: String(index), config, seconds }] : [],
  );
  const answers = await reader.read(queries, span.to);
  const series = asked.map(
    (each, index): RecordedSeries => ({ ...each, points: datapointsOf(answers.get(String(index))) ?? [] }),
  );
  throwIfUnreadable(answers);
  if (queries.length > 0 && unanswered.length === queries.length) throw new UserError(`${unanswered.join('. ')}.`);
  return {
    series,
    notes: unanswered.map((each) => `${each}; the metric was left out.`),
  };
}

/** Throws the error of a call, such as missing credentials, if none of its queries was answered. */
function throwIfUnreadable(answers: Readouts): void {
  const failures = [...answers.values()].filter((answer) => answer instanceof ReadFailure);
  const [first] = failures;
  const isCommon = failures.length === answers.size && failures.every(({ cause }) => cause === first?.cause);
  if (first?.cause !== undefined && isCommon && !isRefused(first.cause)) throw first.cause;
}
