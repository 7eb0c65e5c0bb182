import { averagingWindow, maxAgeOf, type Policy, periodOf, settlesIn } from '../policy/index.ts';
import { bootOf, moduleOf, type Past, type Rule } from '../rules/index.ts';
import { sourceOf } from '../sources/index.ts';

/**
 * Seconds of history the policy's metrics are read for: long enough for a datapoint to be found fresh and for all that
 * its rules look back on.
 */
export function historySeconds(policy: Policy): number {
  const past = Math.max(0, ...policy.rules.map((rule) => pastOf(rule, policy).seconds));
  return Math.max(freshness(policy) + past, ...Object.values(policy.metrics).map(paceShownIn));
}

/** Datapoints may come every five minutes, whatever the period says: three of them show it, of which the newest is old. */
const COARSE_SHOWN_IN = 1500;
const paceShownIn = (definition: Policy['metrics'][string]): number =>
  sourceOf(definition).statistic !== null && periodOf(definition) < 300 ? COARSE_SHOWN_IN : 0;

export function freshness({ metrics }: Policy): number {
  return Math.max(0, ...Object.values(metrics).map(ofMetric));
}

const ofMetric = (definition: Policy['metrics'][string]): number =>
  maxAgeOf(definition) + settlesIn(definition) + periodOf(definition) + averagingWindow(definition);

const NONE: Past = { metrics: [], seconds: 0 };

/** The metrics whose past a rule looks at in every decision, and how many seconds of it. */
export const pastOf = (rule: Rule, { warmup, behavior }: Pick<Policy, 'warmup' | 'behavior'>): Past =>
  moduleOf(rule).past?.(rule, bootOf(rule, warmup), behavior.in.drain) ?? NONE;
