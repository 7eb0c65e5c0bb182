import type { ScalingPolicy, ScheduledAction } from '../providers/auto-scaling-group/api/index.ts';
import type { DescribedGroup } from '../providers/auto-scaling-group/index.ts';

/** Everything that a first policy can be made from. */
export interface ExistingGroup {
  readonly group: DescribedGroup;
  readonly policies: readonly ScalingPolicy[];
  readonly scheduled: readonly ScheduledAction[];
  /** Alarms that set a policy off, by its ARN. */
  readonly alarms: ReadonlyMap<string, readonly PolicyAlarm[]>;
}

/** A CloudWatch alarm that sets a scaling policy off. */
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
  /** Metric math, or anything else that is not one metric with a threshold. */
  readonly isMath: boolean;
}
