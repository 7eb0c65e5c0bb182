/** What Headcount asks Auto Scaling, by calls without the SDK's client. */
export { autoScalingCall } from './call.ts';
export { describePolicies, type ScalingPolicy, type TargetTracking } from './describe-policies.ts';
export { describeScheduled, type ScheduledAction } from './describe-scheduled.ts';
