import { type Datapoint, metricSource, type Policy } from '../../../policy/index.ts';
import { datapointsOf, type Readouts } from '../../../sources/index.ts';
import type { DecisionMemory } from '../../../state/index.ts';
import { isPresentOnly, requestKey } from './metric-requests.ts';

type Remembered = DecisionMemory['readings'];
type Series = Record<string, Datapoint[] | null>;

/**
 * The datapoints of all metrics that a decision at `now` may use, oldest first. `remembered` has earlier readings of
 * sources without a history.
 */
export function seriesOf(policy: Policy, read: Readouts, now: number, remembered: Remembered = {}): Series {
  return Object.fromEntries(
    Object.keys(policy.metrics).map((name) => [name, seriesOfMetric(name, policy, read, now, remembered)]),
  );
}

function seriesOfMetric(
  name: string,
  policy: Policy,
  read: Readouts,
  now: number,
  remembered: Remembered,
): Datapoint[] | null {
  const points = datapointsOf(read.get(requestKey(policy.group, name)));
  const source = metricSource(name, policy.metrics);
  // Without a current reading, the remembered readings are outdated. A metric of each worker says nothing about the group.
  if (!points || !source || source.eachWorker === 'always') return null;
  const series = source.module.series(points, source.config, now);
  if (!isPresentOnly(name, policy)) return [...series];
  return [...(remembered[name] ?? []).filter(({ at }) => at < now), ...series];
}
