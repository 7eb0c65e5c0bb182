import { metricSource, type Policy } from '../../policy/index.ts';
import { type AlarmBound, type Alarms, moduleOf, type Rule } from '../../rules/index.ts';
import type { BoundAlarm } from '../ports.ts';

/**
 * The bounds of a policy's rules that CloudWatch can watch: those that are figures of one CloudWatch metric. An alarm
 * only wakes the evaluation, which decides afresh, so a bound is where the rule would begin to act.
 */
export function boundAlarms(policy: Policy): BoundAlarm[] {
  return policy.rules.flatMap((rule) => alarmsOf(rule).bounds.flatMap((bound) => alarmOf(policy, rule, bound)));
}

export interface WatchedBound extends AlarmBound {
  /** Seconds a datapoint stands for. */
  readonly period: number;
}

/** The same bounds by the name of their metric, to hold an observation against. */
export function watchedBounds(policy: Policy): WatchedBound[] {
  return policy.rules.flatMap((rule) =>
    alarmsOf(rule).bounds.flatMap((bound) =>
      alarmOf(policy, rule, bound).map(({ source }) => ({ ...bound, period: source.period })),
    ),
  );
}

/** Whether every move of the rules would be announced by an alarm, so that a quiet group may be looked at less often. */
export function isWatched(policy: Policy): boolean {
  return policy.rules.length > 0 && policy.rules.every((rule) => isRuleWatched(rule, policy));
}

function isRuleWatched(rule: Rule, policy: Policy): boolean {
  const { bounds, isComplete } = alarmsOf(rule);
  return isComplete && bounds.length > 0 && bounds.every((bound) => alarmOf(policy, rule, bound).length > 0);
}

const NONE: Alarms = { bounds: [], isComplete: false };
const alarmsOf = (rule: Rule): Alarms => moduleOf(rule).alarms?.(rule) ?? NONE;

function alarmOf(policy: Policy, rule: Rule, { metric, ...bound }: AlarmBound): BoundAlarm[] {
  const source = metricSource(metric, policy.metrics)?.alarm;
  return source ? [{ group: policy.group, rule: rule.name, source, ...bound }] : [];
}
