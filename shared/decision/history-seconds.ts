import { maxAgeOf, type Policy, periodOf, type Rule } from '../policy/index.ts';

/**
 * Seconds of history the policy's metrics are read for: long enough for a datapoint to be found fresh and for the
 * longest `for` of a threshold.
 */
export function historySeconds(policy: Policy): number {
  const definitions = Object.values(policy.metrics);
  const freshness = Math.max(0, ...definitions.map((definition) => maxAgeOf(definition) + periodOf(definition)));
  return freshness + Math.max(0, ...policy.rules.map(longestFor));
}

/** Seconds for which a rule waits that a metric stays beyond a bound. */
export const longestFor = (rule: Rule): number =>
  rule.kind === 'threshold' ? Math.max(rule.out?.for ?? 0, rule.in?.for ?? 0) : 0;
