import { definitionOf, metricSource, type Policy } from '../../policy/index.ts';
import { type AlarmBound, type Alarms, moduleOf, type Rule, usedRules } from '../../rules/index.ts';
import type { BoundAlarm } from '../ports.ts';

/**
 * The bounds of a policy's rules that CloudWatch can watch, which are those on a single CloudWatch metric. An alarm only
 * starts an evaluation, which decides again. A bound is the value at which the rule would change its proposal.
 */
export function boundAlarms(policy: Policy): BoundAlarm[] {
  return policy.rules.flatMap((rule) => alarmsOf(rule).bounds.flatMap((bound) => alarmOf(policy, rule, bound)));
}

export interface WatchedBound extends AlarmBound {
  /** Seconds that a datapoint covers. */
  readonly period: number;
  /** Each push is compared with the bound, which has no alarm. */
  readonly isPushed: boolean;
}

/** The bounds that have an alarm or are compared with each push, by metric name, to compare with an observation. */
export const watchedBounds = (policy: Policy): WatchedBound[] =>
  policy.rules.flatMap((rule) => alarmsOf(rule).bounds.flatMap((bound) => watched(policy, bound)));

function watched({ metrics }: Policy, bound: AlarmBound): WatchedBound[] {
  const source = metricSource(bound.metric, metrics);
  if (source?.alarm) return [{ ...bound, period: source.alarm.period, isPushed: false }];
  return source?.module.receives ? [{ ...bound, period: source.period, isPushed: true }] : [];
}

/** Whether an alarm or a push precedes every change of the rules. Then a steady group can be evaluated less often. */
export function isWatched(policy: Policy): boolean {
  const used = usedRules(policy);
  return used.length > 0 && used.every((rule) => isRuleWatched(rule, policy));
}

function isRuleWatched(rule: Rule, policy: Policy): boolean {
  const { bounds, isComplete } = alarmsOf(rule);
  // Neither an alarm nor a push precedes the opening of a window, silence that counts as 0, or a mean that passes a bound.
  const isPlain = ({ metric }: AlarmBound) => {
    const { window, missing } = definitionOf(metric, policy.metrics) ?? {};
    return window === undefined && missing !== 'zero';
  };
  if (!isComplete || rule.during !== undefined || bounds.length === 0) return false;
  return bounds.every((bound) => isPlain(bound) && watched(policy, bound).length > 0);
}

const NONE: Alarms = { bounds: [], isComplete: false };
const alarmsOf = (rule: Rule): Alarms => (rule.enabled !== false && moduleOf(rule).alarms?.(rule)) || NONE;

function alarmOf(policy: Policy, rule: Rule, { metric, ...bound }: AlarmBound): BoundAlarm[] {
  const source = metricSource(metric, policy.metrics)?.alarm;
  return source ? [{ group: policy.group, rule: rule.name, source, ...bound }] : [];
}
