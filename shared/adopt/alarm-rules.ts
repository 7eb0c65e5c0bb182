import type { Reason } from '../model/index.ts';
import type { ScalingPolicy } from '../providers/auto-scaling-group/api/index.ts';
import type { AdoptedMetrics } from './metric.ts';
import type { PolicyAlarm } from './model.ts';
import { because } from './reasons.ts';
import type { RuleDocument, Translated } from './tracking-rule.ts';

type StepDocument = Extract<RuleDocument, { kind: 'step' }>['steps'][number];

/**
 * Translates step and simple scaling into one rule for every alarm that triggers the policy. The metric and the threshold
 * come from the alarm, the adjustment from the policy.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
 */
export function alarmRules(
  policy: ScalingPolicy,
  alarms: readonly PolicyAlarm[],
  defaultCooldown: number,
  metrics: AdoptedMetrics,
  nameOf: (wanted: string) => string,
): Translated {
  const leftOut = (cause: Reason): Reason =>
    because['adopt-policy-left-out']({ policy: policy.name, type: policy.type, cause });
  if (alarms.length === 0) return { rules: [], notes: [leftOut(because['adopt-no-alarm']({}))], averages: [] };
  const rules: RuleDocument[] = [];
  const notes: Reason[] = [];
  const averages: string[] = [];
  for (const alarm of alarms) {
    const side = sideOf(alarm);
    if (alarm.isMath || side === null) {
      notes.push(leftOut(because['adopt-alarm-not-simple']({ alarm: alarm.name })));
      continue;
    }
    const { namespace, metric: name, statistic, period, dimensions } = alarm;
    const metric = metrics.add(name, { namespace, name, statistic, period, dimensions });
    const seconds = alarm.evaluationPeriods * period;
    const simple = thresholdRule(policy, alarm, side, metric, seconds, defaultCooldown);
    if (simple === null && alarm.evaluationPeriods > 1) {
      notes.push(because['adopt-alarm-wait-dropped']({ policy: policy.name, seconds }));
    }
    rules.push({ name: nameOf(policy.name), ...(simple ?? stepRule(policy, alarm, side, metric)) });
    if (statistic === 'Average') averages.push(metric);
  }
  return { rules, notes, averages };
}

/** The side of the threshold that the alarm watches; null for other comparisons, such as an anomaly band. */
function sideOf({ comparison }: PolicyAlarm): 'above' | 'below' | null {
  if (/^GreaterThan(OrEqualTo)?Threshold$/.test(comparison)) return 'above';
  return /^LessThan(OrEqualTo)?Threshold$/.test(comparison) ? 'below' : null;
}

/**
 * Translates simple scaling into a `threshold` rule: it scales out above a bound, in below one, and has a cooldown.
 * Returns null if a threshold rule cannot express the policy (an exact size, a minimum change, a scale-out below a
 * bound); the caller then makes a step rule.
 */
function thresholdRule(
  { type, adjustmentType, adjustment = 0, minMagnitude, cooldown }: ScalingPolicy,
  { threshold }: PolicyAlarm,
  side: 'above' | 'below',
  metric: string,
  seconds: number,
  defaultCooldown: number,
): RuleDocument | null {
  if (type !== 'SimpleScaling' || minMagnitude !== undefined || adjustmentType === 'ExactCapacity') return null;
  const isPercent = adjustmentType === 'PercentChangeInCapacity';
  const size = Math.abs(adjustment);
  const common = { kind: 'threshold', metric, cooldown: cooldown ?? defaultCooldown } as const;
  if (side === 'above' && adjustment > 0) {
    return { ...common, out: { above: threshold, for: seconds, ...(isPercent ? { percent: size } : { add: size }) } };
  }
  if (side === 'below' && adjustment < 0) {
    return { ...common, in: { below: threshold, for: seconds, ...(isPercent ? { percent: size } : { remove: size }) } };
  }
  return null;
}

function stepRule(
  { steps, adjustmentType, adjustment = 0, minMagnitude }: ScalingPolicy,
  { threshold }: PolicyAlarm,
  side: 'above' | 'below',
  metric: string,
): RuleDocument {
  const one = { from: side === 'above' ? 0 : undefined, to: side === 'above' ? undefined : 0, adjustment };
  return {
    kind: 'step',
    metric,
    threshold,
    steps: (steps.length > 0 ? steps : [one]).map((step) => stepOf(step, adjustmentType)),
    ...(minMagnitude !== undefined && { minChange: minMagnitude }),
  };
}

/** In AWS's steps and in ours, bounds are distances from the threshold. */
const stepOf = ({ from, to, adjustment }: ScalingPolicy['steps'][number], adjustmentType: string): StepDocument => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(adjustmentType === 'ExactCapacity'
    ? { set: adjustment }
    : adjustmentType === 'PercentChangeInCapacity'
      ? { percent: adjustment }
      : { add: adjustment }),
});
