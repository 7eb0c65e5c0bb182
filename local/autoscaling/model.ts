import type { LaunchTemplateReference, Tag } from '../ec2/index.ts';

/** The data of the stand-in. Times are ms since the epoch. */

export interface Group {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  settings: GroupSettings;
  desired: number;
  readonly tags: Map<string, GroupTag>;
  readonly members: Map<string, Member>;
  readonly hooks: Map<string, Hook>;
  readonly policies: Map<string, ScalingPolicy>;
  readonly scheduled: Map<string, ScheduledAction>;
  /** Processes that the user suspended. */
  readonly suspended: Set<ScalingProcess>;
  /** When the group next compares its capacity with the desired capacity; null if no comparison is due. */
  checkAt: number | null;
  /** The reason for the comparison, which becomes the activity's cause. */
  cause: string;
  /** End of the cooldown of simple scaling. */
  cooldownUntil: number;
  deleting: boolean;
}

export interface GroupSettings {
  readonly min: number;
  readonly max: number;
  readonly launch: LaunchSource;
  readonly subnets: readonly string[];
  /** Seconds. */
  readonly defaultCooldown: number;
  readonly healthCheckType: string;
  /** Seconds. */
  readonly healthCheckGracePeriod: number;
  readonly terminationPolicies: readonly string[];
  readonly newInstancesProtected: boolean;
  readonly targetGroups: readonly string[];
  /** Seconds. */
  readonly defaultInstanceWarmup: number | null;
}

export type LaunchSource =
  | { readonly kind: 'template'; readonly template: LaunchTemplateReference }
  | {
      readonly kind: 'mixed';
      readonly template: LaunchTemplateReference;
      readonly overrides: readonly Override[];
      readonly distribution: Distribution;
    };
export interface Override {
  readonly instanceType: string;
  /** Units of capacity per instance of the type. */
  readonly weight: number | null;
}
export interface Distribution {
  readonly onDemandStrategy: string;
  readonly onDemandBase: number;
  readonly onDemandPercent: number;
  readonly spotStrategy: string;
}

export interface GroupTag extends Tag {
  readonly propagate: boolean;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed'
  | 'Detaching'
  | 'EnteringStandby'
  | 'Standby';

export interface Member {
  readonly id: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly subnetId: string;
  readonly template: LaunchTemplateReference;
  readonly weight: number;
  state: LifecycleState;
  /** When it entered the state. */
  since: number;
  health: 'Healthy' | 'Unhealthy';
  /** Since when and why the instance is unhealthy; null if it is healthy. */
  unhealthy: { readonly at: number; readonly why: string } | null;
  protected: boolean;
  /** The activity in progress for this member. It completes when the state does. */
  activity: Activity | null;
  /** The lifecycle hook that the member waits for. */
  wait: { readonly hook: string; readonly token: string; readonly until: number } | null;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Activity.html */
export interface Activity {
  readonly id: string;
  readonly group: string;
  readonly arn: string;
  description: string;
  readonly cause: string;
  readonly startedAt: number;
  endedAt: number | null;
  status: 'PreInService' | 'InProgress' | 'MidLifecycleAction' | 'Successful' | 'Failed' | 'Cancelled';
  message: string | null;
  progress: number;
  readonly details: string;
}

export interface Hook {
  readonly name: string;
  readonly transition: 'launching' | 'terminating';
  /** Seconds. */
  readonly heartbeat: number;
  readonly result: 'CONTINUE' | 'ABANDON';
  readonly metadata: string | null;
  readonly targetArn: string | null;
  readonly roleArn: string | null;
}

export interface ScalingPolicy {
  readonly name: string;
  readonly arn: string;
  readonly type: 'SimpleScaling' | 'StepScaling' | 'TargetTrackingScaling';
  readonly enabled: boolean;
  readonly alarms: readonly { readonly name: string; readonly arn: string }[];
  /** The settings by their names in the request. Describe calls return them unchanged. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ScheduledAction {
  readonly name: string;
  readonly arn: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export const PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
] as const;
/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html */
export type ScalingProcess = (typeof PROCESSES)[number];

/** Delays in ms. On AWS they are seconds to minutes; here they are shorter, so that people and tests do not wait. */
export interface Delays {
  /** From a change of the desired capacity to the launch or termination that follows. */
  readonly reaction: number;
  /** From a failed launch to the next attempt. */
  readonly retry: number;
  /** From the end or the failed check of an instance until the group replaces it. */
  readonly healthCheck: number;
  /** Duration of the short states: `:Proceed`, `EnteringStandby`, `Detaching`. */
  readonly transition: number;
}
export const DELAYS: Delays = { reaction: 1_000, retry: 10_000, healthCheck: 5_000, transition: 500 };

/** Whether a member counts as capacity. Members in standby, detaching or terminating do not. */
export const isCapacity = ({ state }: Member): boolean => state === 'InService' || state.startsWith('Pending');
export const isTerminating = ({ state }: Member): boolean => state.startsWith('Terminating');
/** Capacity in units. One instance is one unit, unless its type has a weight. */
export const capacityOf = (group: Group): number =>
  [...group.members.values()].filter(isCapacity).reduce((sum, { weight }) => sum + weight, 0);
