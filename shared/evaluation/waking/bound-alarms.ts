import { metricSource, type Policy, type Rule } from '../../policy/index.ts';
import type { BoundAlarm } from '../ports.ts';

/**
 * The bounds of a policy's rules that CloudWatch can watch: those that are figures of one CloudWatch metric. An alarm
 * only wakes the evaluation, which decides afresh, so a bound is where the rule would begin to act.
 */
export function boundAlarms(policy: Policy): BoundAlarm[] {
  return policy.rules.flatMap((rule) => boundsOf(rule).flatMap((bound) => alarmOf(policy, rule, bound)));
}

export interface WatchedBound extends Bound {
  /** Seconds a datapoint stands for. */
  readonly period: number;
}

/** The same bounds by the name of their metric, to hold an observation against. */
export function watchedBounds(policy: Policy): WatchedBound[] {
  return policy.rules.flatMap((rule) =>
    boundsOf(rule).flatMap((bound) =>
      alarmOf(policy, rule, bound).map(({ source }) => ({ ...bound, period: source.period })),
    ),
  );
}

/** Whether every move of the rules would be announced by an alarm, so that a quiet group may be looked at less often. */
export function isWatched(policy: Policy): boolean {
  return policy.rules.length > 0 && policy.rules.every((rule) => isRuleWatched(rule, policy));
}

function isRuleWatched(rule: Rule, policy: Policy): boolean {
  const hasFurtherConditions =
    rule.kind === 'threshold' && [...(rule.out?.when ?? []), ...(rule.in?.when ?? [])].length > 0;
  const bounds = boundsOf(rule);
  return bounds.length > 0 && !hasFurtherConditions && bounds.every((bound) => alarmOf(policy, rule, bound).length > 0);
}

interface Bound {
  readonly metric: string;
  readonly side: 'high' | 'low';
  readonly bound: number;
  readonly for: number;
  readonly inclusive?: boolean;
}

function boundsOf(rule: Rule): Bound[] {
  switch (rule.kind) {
    case 'target': {
      // A total shared by the workers has no fixed bound: it moves with their number.
      if (rule.per === 'worker') return [];
      const { metric, value, tolerance } = rule;
      const high: Bound = { metric, side: 'high', bound: value * (1 + tolerance.out), for: 0 };
      const low: Bound = { metric, side: 'low', bound: value * (1 - tolerance.in), for: 0 };
      return rule.scaleIn ? [high, low] : [high];
    }
    case 'threshold': {
      const { metric } = rule;
      const high: Bound[] = rule.out ? [{ metric, side: 'high', bound: rule.out.above, for: rule.out.for }] : [];
      const low: Bound[] = rule.in ? [{ metric, side: 'low', bound: rule.in.below, for: rule.in.for }] : [];
      return [...high, ...low];
    }
    case 'step': {
      // A step begins at its bound, where the other rules begin beyond theirs.
      const { metric, threshold, steps } = rule;
      const common = { metric, for: 0, inclusive: true };
      const starts = steps.flatMap(({ from }) => (from !== undefined && from >= 0 ? from : []));
      const ends = steps.flatMap(({ to }) => (to !== undefined && to <= 0 ? to : []));
      const high: Bound[] =
        starts.length > 0 ? [{ ...common, side: 'high', bound: threshold + Math.min(...starts) }] : [];
      const low: Bound[] = ends.length > 0 ? [{ ...common, side: 'low', bound: threshold + Math.max(...ends) }] : [];
      return [...high, ...low];
    }
    default:
      return [];
  }
}

function alarmOf(policy: Policy, rule: Rule, { metric, ...bound }: Bound): BoundAlarm[] {
  const source = metricSource(metric, policy.metrics)?.alarm;
  return source ? [{ group: policy.group, rule: rule.name, source, ...bound }] : [];
}
