import { pastOf } from '../decision/index.ts';
import { compileFormula, type Policy, type Rule } from '../policy/index.ts';
import type { MetricQuery } from './ports.ts';

/** Metric queries of one group, keyed so that many groups' share a call. */
export const queryKey = (group: string, metric: string): string => `${group}/${metric}`;

/** Of all the policy's metrics from CloudWatch, or of some. */
export function queriesOf(policy: Policy, names = Object.keys(policy.metrics)): MetricQuery[] {
  return names.flatMap((name) => {
    const source = policy.metrics[name]?.cloudwatch;
    return source ? [{ key: queryKey(policy.group, name), source }] : [];
  });
}

export const queuesOf = (policy: Policy): string[] =>
  Object.values(policy.metrics).flatMap(({ sqs }) => (sqs ? [sqs.queue] : []));

/** Metrics read from queues, directly or through a formula, whose past a rule looks at: a queue tells only its present. */
export function queuesWithPast(policy: Policy): string[] {
  const { rules, metrics } = policy;
  const lookedBackOn = rules.flatMap((rule) => (pastOf(rule, policy) > 0 ? pastMetricsOf(rule) : []));
  const read = lookedBackOn.flatMap((name) => {
    const formula = Object.hasOwn(metrics, name) ? metrics[name]?.formula : undefined;
    return formula === undefined ? [name] : compileFormula(formula).names;
  });
  return [...new Set(read)].filter((name) => Object.hasOwn(metrics, name) && metrics[name]?.sqs !== undefined);
}

function pastMetricsOf(rule: Rule): string[] {
  if (!('metric' in rule)) return [];
  return rule.kind === 'deadline' && rule.running !== undefined ? [rule.metric, rule.running] : [rule.metric];
}
