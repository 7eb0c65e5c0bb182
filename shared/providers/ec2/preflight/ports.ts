import type { Asked } from '../../../model/index.ts';
import type { Market } from '../../instances/listed-worker.ts';
import type { DescribedType, Image } from '../api/launching/matching-types.ts';
import type { Ec2Config } from '../format/config.ts';
import type { Requirements } from '../launching/requirements.ts';
import type { Ec2Launch } from '../ports.ts';

export interface Template {
  /** The version that was found. */
  readonly version: string;
  readonly image: string | null;
  /** Name of the instance profile. */
  readonly profile: string | null;
  readonly shutdown: 'stop' | 'terminate';
  /** It asks for spot by itself, which a fleet does not accept. */
  readonly hasMarketOptions: boolean;
  /** It asks for a Capacity Block. */
  readonly isForCapacityBlock?: boolean;
  /** Kind of resource and key of each tag. */
  readonly tags: readonly { readonly resource: string; readonly key: string }[];
  /** The customer's encryption keys of its volumes. */
  readonly keys: readonly string[];
}

export interface Subnet {
  readonly id: string;
  readonly zone: string;
  readonly vpc: string;
  /** Free IPv4 addresses; null for a subnet with IPv6 alone. */
  readonly free: number | null;
}

export interface TargetGroup {
  readonly arn: string;
  readonly targetType: string;
  readonly vpc: string;
  /** ARNs of the load balancers whose listeners forward to it. */
  readonly loadBalancers: readonly string[];
}

/**
 * What EC2 requires of an instance that can hibernate.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html
 */
export interface HibernationFacts {
  /** `HibernationOptions` of the launch template. */
  readonly isConfigured: boolean;
  /** Enclaves and hibernation exclude each other. */
  readonly hasEnclave: boolean;
  /** The root volume of a launch; null if EC2 does not show the image. */
  readonly root: RootVolume | null;
  readonly isWindows: boolean;
  /** Types that exist. */
  readonly types: ReadonlyMap<string, { readonly isSupported: boolean; readonly memoryGiB: number }>;
}
export interface RootVolume {
  readonly isEbs: boolean;
  readonly isEncrypted: boolean;
  /** Null if neither the template nor the image sets it. */
  readonly sizeGiB: number | null;
}

/** What a preflight reads for launches. It writes nothing, and a failed call is an answer. */
export interface LaunchFacts {
  /** Null if the template or its version does not exist. */
  template(launchTemplate: Ec2Launch['launchTemplate']): Promise<Asked<Template | null>>;
  /** The roles in an instance profile; null if it does not exist. */
  profileRoles(profile: string): Promise<Asked<readonly string[] | null>>;
  /** The roles that at least one launching function may not pass; null if no such function is deployed. */
  notPassable(roles: readonly string[]): Promise<Asked<readonly string[] | null>>;
  /** Whether a key can be used, and AWS's word for its state; null if it does not exist. */
  keyState(key: string): Promise<Asked<string | null>>;
  hasRole(name: string): Promise<Asked<boolean>>;
  /** Those of the subnets that exist. */
  subnets(ids: readonly string[]): Promise<Asked<readonly Subnet[]>>;
  /** Those of the subnets whose routes lead out of the VPC. */
  routedOut(subnets: readonly Subnet[]): Promise<Asked<ReadonlySet<string>>>;
  /** The image of the template, null if EC2 does not show it, and the types that match requirements and can run it. */
  matching(
    launchTemplate: Ec2Launch['launchTemplate'],
    requirements: Requirements,
  ): Promise<Asked<{ readonly image: Image | null; readonly types: readonly string[] }>>;
  /** The image of the template, or null if EC2 does not show it, and the types that exist. */
  described(
    launchTemplate: Ec2Launch['launchTemplate'],
    types: readonly string[],
  ): Promise<Asked<{ readonly image: Image | null; readonly types: readonly DescribedType[] }>>;
  /** The zones in which each type is offered. */
  offerings(types: readonly string[]): Promise<Asked<ReadonlyMap<string, ReadonlySet<string>>>>;
  /** vCPUs of the types that exist. */
  vcpus(types: readonly string[]): Promise<Asked<ReadonlyMap<string, number>>>;
  /** The value of a quota of EC2; null if the account has none of this code. */
  quota(code: string): Promise<Asked<number | null>>;
  /** Asks EC2 whether a launch would be accepted. `value` is null if it would, otherwise the answer of EC2. */
  dryRun(call: LaunchCall, launch: DryRun): Promise<Asked<Refusal | null>>;
  /** Null if the target group does not exist. */
  targetGroup(arn: string): Promise<Asked<TargetGroup | null>>;
  /** The zones that at least one of the load balancers has enabled. */
  enabledZones(loadBalancers: readonly string[]): Promise<Asked<ReadonlySet<string>>>;
  /** The states of those of some alarms that exist, by their names. */
  alarms(names: readonly string[]): Promise<Asked<ReadonlyMap<string, string>>>;
  /** What hibernation needs of a launch with one of the types. */
  hibernation(launchTemplate: Ec2Launch['launchTemplate'], types: readonly string[]): Promise<Asked<HibernationFacts>>;
}

export type LaunchCall = 'CreateFleet' | 'RunInstances';

/** One instance as the group would launch it. */
export interface DryRun {
  readonly group: string;
  readonly config: Ec2Config;
  readonly market: Market;
}

/** A launch that EC2 rejects for another reason than a missing permission. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}
