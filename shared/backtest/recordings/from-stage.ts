import { counted } from '../../model/index.ts';
import type { RecordedSeries, Wanted } from '../../simulation/index.ts';
import type { BacktestDeployment } from './deployment.ts';
import { measuredByCloudWatch } from './from-cloudwatch.ts';
import { recordedByPushes } from './from-pushed.ts';
import { type Recorded, workersApart } from './recorded.ts';
import type { Span } from './span.ts';

/** Reads what a stage has of the wanted metrics: from CloudWatch, and the values that were pushed. */
export async function recordedInStage(
  deployment: BacktestDeployment,
  group: string,
  wanted: readonly Wanted[],
  span: Span,
): Promise<Recorded> {
  const isPushed = ({ countsFor }: Wanted) => countsFor !== undefined;
  const [measured, sent] = await Promise.all([
    measuredByCloudWatch(
      deployment,
      wanted.filter((each) => !isPushed(each)),
      span,
    ),
    recordedByPushes(deployment, group, wanted.filter(isPushed), span),
  ]);
  // In the order of the policies: where several series measure the demand, the first one counts.
  const [nextMeasured, nextSent] = [measured.series.values(), sent.series.values()];
  const series = wanted.flatMap((each) => (isPushed(each) ? nextSent : nextMeasured).next().value ?? []);
  const found = [
    foundText('CloudWatch returned', measured.series),
    foundText('The stage has the pushed values of', sent.series),
  ];
  return {
    ...workersApart(series),
    notes: [...measured.notes, ...sent.notes],
    found:
      found.flatMap((text) => text ?? []).join('. ') ||
      'The policy has no metric whose values CloudWatch or the stage stores',
  };
}

function foundText(what: string, series: readonly RecordedSeries[]): string | null {
  const counts = series.map(({ name, points }) => `${name} (${counted(points.length, 'datapoint')})`);
  return counts.length === 0 ? null : `${what} ${counts.join(', ')}`;
}
