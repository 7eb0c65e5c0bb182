import { maxAgeOf, type Policy, periodOf, settlesIn } from '../policy/index.ts';
import { bootOf, moduleOf, type Past, type Rule } from '../rules/index.ts';

/**
 * Seconds of history the policy's metrics are read for: long enough for a datapoint to be found fresh and for all that
 * its rules look back on.
 */
export function historySeconds(policy: Policy): number {
  return freshness(policy) + Math.max(0, ...policy.rules.map((rule) => pastOf(rule, policy).seconds));
}

export function freshness({ metrics }: Policy): number {
  return Math.max(0, ...Object.values(metrics).map(ofMetric));
}

const ofMetric = (definition: Policy['metrics'][string]): number =>
  maxAgeOf(definition) + settlesIn(definition) + periodOf(definition);

const NONE: Past = { metrics: [], seconds: 0 };

/** The metrics whose past a rule looks at in every decision, and how many seconds of it. */
export const pastOf = (rule: Rule, { warmup }: Pick<Policy, 'warmup'>): Past =>
  moduleOf(rule).past?.(rule, bootOf(rule, warmup)) ?? NONE;
