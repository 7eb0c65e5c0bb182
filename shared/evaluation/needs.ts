import { freshness, pastOf } from '../decision/index.ts';
import { type Policy, type Rule, readBy } from '../policy/index.ts';
import type { MetricQuery } from './ports.ts';

/** Metric queries of one group, keyed so that many groups' share a call. */
export const queryKey = (group: string, metric: string): string => `${group}/${metric}`;

/** Of all the policy's metrics from CloudWatch, or of some. */
export function queriesOf(policy: Policy, names: readonly string[] = Object.keys(policy.metrics)): MetricQuery[] {
  return names.flatMap((name) => {
    const source = policy.metrics[name]?.cloudwatch;
    return source ? [{ key: queryKey(policy.group, name), source }] : [];
  });
}

export const queuesOf = (policy: Policy): string[] =>
  Object.values(policy.metrics).flatMap(({ sqs }) => (sqs ? [sqs.queue] : []));

/**
 * Metrics read from queues, directly or through a formula, whose past a rule looks at, and how many seconds of it: a queue
 * tells only its present.
 */
export function queuesWithPast(policy: Policy): Map<string, number> {
  const { rules, metrics } = policy;
  const spans = new Map<string, number>();
  for (const rule of rules) {
    const seconds = pastOf(rule, policy);
    if (seconds === 0) continue;
    for (const name of pastMetricsOf(rule).flatMap((each) => readBy(each, metrics))) {
      const isQueue = Object.hasOwn(metrics, name) && metrics[name]?.sqs !== undefined;
      if (isQueue) spans.set(name, Math.max(seconds + freshness(policy), spans.get(name) ?? 0));
    }
  }
  return spans;
}

function pastMetricsOf(rule: Rule): string[] {
  if (!('metric' in rule)) return [];
  return rule.kind === 'deadline' && rule.running !== undefined ? [rule.metric, rule.running] : [rule.metric];
}
