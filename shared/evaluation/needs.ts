import { maxAgeOf, type Policy, periodOf } from '../policy/index.ts';
import type { MetricQuery } from './ports.ts';

/** Metric queries of one group, keyed so that many groups' share a call. */
export const queryKey = (group: string, metric: string): string => `${group}/${metric}`;

export function queriesOf(policy: Policy): MetricQuery[] {
  return Object.entries(policy.metrics).flatMap(([name, { cloudwatch }]) =>
    cloudwatch ? [{ key: queryKey(policy.group, name), source: cloudwatch }] : [],
  );
}

export const queuesOf = (policy: Policy): string[] =>
  Object.values(policy.metrics).flatMap(({ sqs }) => (sqs ? [sqs.queue] : []));

/**
 * Seconds of history the policy's metrics are read for: long enough for a datapoint to be found fresh and for the
 * longest `for` of a threshold. CloudWatch bills per metric, not per datapoint, so a long window costs nothing.
 */
export function historySeconds(policy: Policy): number {
  const definitions = Object.values(policy.metrics);
  const freshness = Math.max(0, ...definitions.map((definition) => maxAgeOf(definition) + periodOf(definition)));
  const held = policy.rules.flatMap((rule) =>
    rule.kind === 'threshold' ? [rule.out?.for ?? 0, rule.in?.for ?? 0] : [],
  );
  return freshness + Math.max(0, ...held);
}
