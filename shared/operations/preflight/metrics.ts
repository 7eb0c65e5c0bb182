import {
  blocked,
  type Check,
  credentialsCode,
  type Datapoint,
  passed,
  type Reason,
  warned,
} from '../../model/index.ts';
import { metricSource, type Policy } from '../../policy/index.ts';
import {
  answerIn,
  type MetricSource,
  ReadFailure,
  type Readout,
  type Readouts,
  type SourceRequest,
  WorkerReadout,
} from '../../sources/index.ts';
import { because } from './reasons.ts';

/** How far back values are looked for: long enough for a source with a period of five minutes. */
const SHORTEST_SECONDS = 3600;
const PERIODS = 12;
/** A metric comes less often than its period if its values are this many periods apart, in the middle. */
const SPARSE_FROM_PERIODS = 2;
const FEWEST_FOR_SPACING = 3;

/** The metrics of a policy that a source answers, with the answers that a check needs. `workers`: those that there are. */
export function metricRequests(policy: Policy, workers: readonly string[] = []): SourceRequest[] {
  return Object.keys(policy.metrics).flatMap((metric) => {
    const source = metricSource(metric, policy.metrics);
    if (!source?.module.isRead) return [];
    const { kind, config } = source;
    const seconds = Math.max(SHORTEST_SECONDS, PERIODS * source.module.facts(config).period);
    return [
      {
        key: metric,
        group: policy.group,
        metric,
        kind,
        config,
        seconds,
        ...(source.eachWorker === 'always' && { workers }),
      },
    ];
  });
}

/** Whether each metric can be read, has values, and has them as often as its period says. `known`: whether it exists. */
export function metricChecks(
  policy: Policy,
  read: Readouts,
  known: ReadonlyMap<string, boolean>,
  now: number,
): Check[] {
  return metricRequests(policy).map(({ key: metric, seconds }) => {
    const source = metricSource(metric, policy.metrics) as MetricSource;
    const answer = read.get(metric);
    if (answer === undefined || answer instanceof ReadFailure) return unreadCheck(policy.group, metric, source, answer);
    const points = source.module.series(pointsIn(answer), source.config, now);
    if (points.length === 0) return emptyCheck(policy, metric, source.kind, known.get(metric), seconds);
    return pointsCheck(policy, metric, source, points, now);
  });
}

/** Of a metric of workers, the datapoints of the one that has most. */
function pointsIn(answer: Exclude<Readout, ReadFailure>): readonly Datapoint[] {
  if (!(answer instanceof WorkerReadout)) return answer;
  return [answer.group, ...answer.workers.values()].toSorted((one, other) => other.length - one.length)[0] ?? [];
}

/** If the source may answer later, or may answer the functions, this is only a warning. */
function unreadCheck(group: string, metric: string, { kind, module }: MetricSource, failure?: ReadFailure): Check {
  const of = { metric, source: kind };
  const message = failure && answerIn(failure);
  const unread = { ...of, error: failure?.code ?? 'Missing', ...(message !== undefined && { message }) };
  if (failure === undefined || failure.isUnanswered) {
    const action = module.permissions.flatMap(({ actions }) => actions).join(' and ');
    const remedy = failure?.reason ?? remedyOf(failure?.cause, because['remedy-metric-read']({ ...of, action }));
    return warned(group, because['preflight-metric-unread'](unread), remedy);
  }
  const remedy = failure.reason ?? because['remedy-metric-name'](of);
  return blocked(group, because['preflight-metric-unreadable'](unread), remedy);
}

/** With expired credentials, the only remedy is to renew them. */
export const remedyOf = (error: unknown, otherwise: Reason): Reason =>
  credentialsCode(error) === undefined ? otherwise : because['remedy-renew']({});

/** A metric that the workers publish has no values while no worker runs. */
const remedyPublish = ({ capacity: { min } }: Policy) =>
  because['remedy-metric-publish'](min === 0 ? { fromZero: true } : {});

function emptyCheck(
  policy: Policy,
  metric: string,
  source: string,
  isKnown: boolean | undefined,
  seconds: number,
): Check {
  const of = { metric, source };
  const reason =
    isKnown === false
      ? because['preflight-metric-unknown'](of)
      : because['preflight-metric-empty']({ ...of, minutes: Math.round(seconds / 60) });
  return warned(policy.group, reason, remedyPublish(policy));
}

function pointsCheck(
  policy: Policy,
  metric: string,
  { kind: source, module, config }: MetricSource,
  points: readonly Datapoint[],
  now: number,
): Check {
  const { group } = policy;
  const of = { metric, source };
  const { period, maxAge } = module.facts(config);
  const every = spacing(points);
  if (every !== null && every >= SPARSE_FROM_PERIODS * period) {
    return warned(
      group,
      because['preflight-metric-sparse']({ ...of, period, every }),
      because['remedy-metric-period']({ every }),
    );
  }
  const seconds = Math.round((now - (points.at(-1)?.at ?? now)) / 1000);
  if (seconds > maxAge) {
    return warned(group, because['preflight-metric-stale']({ ...of, seconds, maxAge }), remedyPublish(policy));
  }
  return passed(group, because['preflight-metric']({ ...of, points: points.length }));
}

/** The median distance of two values, in seconds; null for too few values. */
function spacing(points: readonly Datapoint[]): number | null {
  if (points.length < FEWEST_FOR_SPACING) return null;
  const gaps = points.slice(1).map(({ at }, index) => (at - (points[index] as Datapoint).at) / 1000);
  return gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? null;
}
