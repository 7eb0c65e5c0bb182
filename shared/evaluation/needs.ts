import { compileFormula, maxAgeOf, type Policy, periodOf, type Rule } from '../policy/index.ts';
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
  return freshness + Math.max(0, ...policy.rules.map(longestFor));
}

const longestFor = (rule: Rule): number =>
  rule.kind === 'threshold' ? Math.max(rule.out?.for ?? 0, rule.in?.for ?? 0) : 0;

/** Metrics read from queues, directly or through a formula, on which a rule with a `for` waits. */
export function queuesWithPast({ rules, metrics }: Policy): string[] {
  const waitedFor = rules.flatMap((rule) => (rule.kind === 'threshold' && longestFor(rule) > 0 ? [rule.metric] : []));
  const read = waitedFor.flatMap((name) => {
    const formula = Object.hasOwn(metrics, name) ? metrics[name]?.formula : undefined;
    return formula === undefined ? [name] : compileFormula(formula).names;
  });
  return [...new Set(read)].filter((name) => Object.hasOwn(metrics, name) && metrics[name]?.sqs !== undefined);
}
