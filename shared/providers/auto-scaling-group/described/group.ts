import { keptBeyond } from '../../sized/index.ts';

/** An Auto Scaling group as AWS describes it: the part that this product reads. */
export interface DescribedGroup {
  readonly name: string;
  readonly arn: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  /** Being deleted: nothing can be changed any more. */
  readonly deleting: boolean;
  /** What the group launches from; null for a launch configuration. */
  readonly template: GroupTemplate | null;
  /** A mixed instances policy names the template. */
  readonly mixed: boolean;
  /** Types have weights, so the desired capacity counts units rather than instances. */
  readonly weighted: boolean;
  /** Seconds that simple scaling waits after a change, unless its policy says otherwise. */
  readonly cooldown: number;
  /** Seconds until a new instance counts in the group's metrics; null: not set. */
  readonly warmup: number | null;
  /** New instances are protected from scale-in. */
  readonly protectsNew: boolean;
  /** Suspended processes, such as `Launch`. */
  readonly suspended: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly members: readonly GroupMember[];
}

/** A launch template by its id and name; the version is a number, `$Default` or `$Latest`. */
export interface GroupTemplate {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export interface GroupMember {
  readonly id: string;
  /** What it was launched from, with the number of the version; null for a launch configuration. */
  readonly template: GroupTemplate | null;
  readonly instanceType: string;
  readonly zone: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html, LifecycleState */
  readonly lifecycle: string;
  readonly healthy: boolean;
  /** Protected from scale-in. */
  readonly protected: boolean;
}

/**
 * What a lifecycle state means for capacity. Only the first two count: a member in standby was taken out by a person, one
 * that detaches will not belong to the group, one of a warm pool has not joined it.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
 */
export type Stage = 'booting' | 'in-service' | 'leaving' | 'set-aside';

export function stageOf({ lifecycle }: Pick<GroupMember, 'lifecycle'>): Stage {
  if (lifecycle === 'InService') return 'in-service';
  if (lifecycle.startsWith('Pending')) return 'booting';
  if (/^(Terminat|Detach)/.test(lifecycle)) return 'leaving';
  return 'set-aside';
}

export const isCapacity = (member: GroupMember): boolean => {
  const stage = stageOf(member);
  return stage === 'booting' || stage === 'in-service';
};

/**
 * Members beyond the desired capacity that scale-in protection keeps: lowering the capacity doesn't terminate them.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-protection.html
 */
export const surplusIn = ({ desired, members }: DescribedGroup): number =>
  keptBeyond(desired, members.filter(isCapacity));

/** Capacity that the group wants and has no instance for yet. */
export const orderedBy = ({ desired, members }: DescribedGroup): number =>
  Math.max(0, desired - members.filter(isCapacity).length);
