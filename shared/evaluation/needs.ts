import { longestFor } from '../decision/index.ts';
import { compileFormula, type Policy } from '../policy/index.ts';
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

/** Metrics read from queues, directly or through a formula, on which a rule with a `for` waits. */
export function queuesWithPast({ rules, metrics }: Policy): string[] {
  const waitedFor = rules.flatMap((rule) => (rule.kind === 'threshold' && longestFor(rule) > 0 ? [rule.metric] : []));
  const read = waitedFor.flatMap((name) => {
    const formula = Object.hasOwn(metrics, name) ? metrics[name]?.formula : undefined;
    return formula === undefined ? [name] : compileFormula(formula).names;
  });
  return [...new Set(read)].filter((name) => Object.hasOwn(metrics, name) && metrics[name]?.sqs !== undefined);
}
