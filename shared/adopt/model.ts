import type { ScalingPolicy, ScheduledAction } from '../providers/auto-scaling-group/api/index.ts';
import type { DescribedGroup } from '../providers/auto-scaling-group/index.ts';

/** The settings of an Auto Scaling group from which `adopt` creates a first policy. */
export interface ExistingGroup {
  readonly group: DescribedGroup;
  readonly policies: readonly ScalingPolicy[];
  readonly scheduled: readonly ScheduledAction[];
  /** Alarms that trigger a policy, by the policy's ARN. */
  readonly alarms: ReadonlyMap<string, readonly PolicyAlarm[]>;
}

/** A CloudWatch alarm that triggers a scaling policy. */
export interface PolicyAlarm {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly threshold: number;
  readonly comparison: string;
  readonly evaluationPeriods: number;
  /** Whether the alarm uses metric math, or anything else that is not one metric with a threshold. */
  readonly isMath: boolean;
}
