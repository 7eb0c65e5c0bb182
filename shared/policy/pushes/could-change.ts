import { type AlarmBound, moduleOf, type Rule } from '../../rules/index.ts';
import { readBy } from '../metrics.ts';
import type { Policy } from '../policy.ts';

/**
 * Whether a value of a metric could change what the rules of a policy propose. A rule with bounds that are complete
 * proposes something else only beyond one of them; any other rule may with every value.
 */
export function couldChange(policy: Policy, metric: string, value: number): boolean {
  return policy.rules.some((rule) => {
    const reading = readingOf(rule, policy, metric);
    if (reading.length === 0) return false;
    const bounds = boundsOf(rule, metric);
    const isDirect = reading.every((name) => name === metric);
    return bounds === null || !isDirect || bounds.some((bound) => isBeyond(bound, value));
  });
}

/** Whether a rule reads a metric, by itself or in a formula. */
export const isReadByRules = (policy: Policy, metric: string): boolean =>
  policy.rules.some((rule) => readingOf(rule, policy, metric).length > 0);

/** The metrics of a rule that are a metric, or formulas over it. */
function readingOf(rule: Rule, { metrics }: Policy, metric: string): string[] {
  const { group, perWorker } = moduleOf(rule).metrics(rule);
  return [...group, ...perWorker].filter((name) => readBy(name, metrics).includes(metric));
}

/** The bounds of a metric that a rule reads; null if others count, too. */
function boundsOf(rule: Rule, metric: string): readonly AlarmBound[] | null {
  const alarms = moduleOf(rule).alarms?.(rule);
  const own = alarms?.isComplete ? alarms.bounds.filter((bound) => bound.metric === metric) : [];
  return own.length > 0 ? own : null;
}

/** Whether a value passes a bound, so that the alarm of the bound fires, or a push evaluates the group. */
export const isBeyond = ({ side, bound, inclusive = false }: AlarmBound, value: number): boolean =>
  value === bound ? inclusive : side === 'high' ? value > bound : value < bound;
