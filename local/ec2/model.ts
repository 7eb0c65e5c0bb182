/** The data of the stand-in. Times are ms since the epoch. */

export type Market = 'on-demand' | 'spot';
export type Tags = Map<string, string>;

export interface TagSpecification {
  readonly resourceType: string;
  readonly tags: readonly Tag[];
}
export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface Instance {
  readonly id: string;
  /** Position in the order of launches, which is a stable key for pages. */
  readonly sequence: number;
  readonly reservationId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly market: Market;
  readonly privateIp: string;
  readonly launchedAt: number;
  /** What a shutdown of the operating system does. A spot instance ends in any case. */
  readonly shutdownBehavior: ShutdownBehavior;
  /** The last start: the launch, until the instance is stopped and started again. */
  startedAt: number;
  readonly clientToken: string | null;
  readonly tags: Tags;
  /** The capacity reservation in which it runs; null: none. */
  readonly capacityReservationId: string | null;
  /** Whether that is a Capacity Block. */
  readonly inBlock: boolean;
  /** Of its first network interface; empty: the default group. */
  readonly securityGroups: readonly string[];
  /** It can hibernate: `HibernationOptions` of the template say so. */
  readonly hibernates: boolean;
  /** Termination protection (`DisableApiTermination`). */
  protected: boolean;
  /** When its termination started; null until then. */
  endedAt: number | null;
  /** When it last began to stop; null if it never stopped, or was started again. */
  stoppedAt: number | null;
  /** Why it stopped or ended. */
  stateReason: StateReason | null;
  /** What it was when it was last started again, which describe calls may still return; null: it was never started again. */
  beforeStart: Pick<Instance, 'startedAt' | 'stoppedAt' | 'stateReason'> | null;
  /** When and why it ends by itself. */
  readonly doom: Doom | null;
  /** Whether the status checks fail. Tests of unhealthy workers set it. */
  impaired: boolean;
}
export type ShutdownBehavior = 'stop' | 'terminate';
export interface StateReason {
  readonly code: string;
  readonly message: string;
}
export interface Doom {
  readonly at: number;
  readonly reason: StateReason;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly cidr: string;
  /** Number of addresses for instances. */
  readonly addresses: number;
  readonly defaultForZone: boolean;
  readonly tags: Tags;
}

export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly tags: Tags;
  /** Those that are not deleted, oldest first. */
  readonly versions: LaunchTemplateVersion[];
  /** How many were ever created: a number is never used again. */
  created: number;
  defaultVersion: number;
}
export interface LaunchTemplateVersion {
  readonly number: number;
  readonly description: string | null;
  readonly createdAt: number;
  readonly data: LaunchTemplateData;
}
/** The part of a launch template that affects a launch here. The rest is accepted and ignored. */
export interface LaunchTemplateData {
  readonly imageId: string | null;
  readonly instanceType: string | null;
  readonly networkInterfaces: readonly NetworkInterface[];
  /** Of the instance, beside any network interfaces. */
  readonly securityGroups: readonly string[];
  /** What RunInstances launches. A fleet decides itself. */
  readonly market: Market | null;
  /** It asks for a Capacity Block. */
  readonly isForBlock?: boolean;
  /** The reservation, or the ARN of the group of reservations, that it targets. */
  readonly reservation?: {
    readonly id: string | null;
    readonly group: string | null;
    readonly preference: string | null;
  };
  readonly disableApiTermination: boolean;
  readonly hibernates?: boolean;
  readonly volumes?: readonly Volume[];
  readonly shutdownBehavior: ShutdownBehavior | null;
  /** ARN or name. */
  readonly instanceProfile: string | null;
  readonly tagSpecifications: readonly TagSpecification[];
}
/** An EBS volume of a template or an image. What it does not set comes from the image, or is `null`. */
export interface Volume {
  readonly device: string;
  readonly encrypted: boolean | null;
  readonly key: string | null;
  readonly gib: number | null;
}
/** The part of a network interface that the stand-in keeps. */
export interface NetworkInterface {
  readonly deviceIndex: number | null;
  readonly subnetId: string | null;
  readonly securityGroups: readonly string[];
  readonly publicAddress: boolean | null;
}
/** The part of InstanceRequirements that the stand-in knows; it rejects the rest. A missing bound is null. */
export interface InstanceRequirements {
  readonly vcpus: Bounds;
  readonly memoryMib: Bounds;
  readonly cpuManufacturers: readonly string[];
  readonly generations: readonly string[];
  readonly excluded: readonly string[];
  readonly allowed: readonly string[];
  readonly bareMetal: string;
  readonly burstable: string;
  readonly accelerators: Bounds;
}
export interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

/** An image that is registered. Only types of its architecture can run it. */
export interface Image {
  readonly id: string;
  readonly architecture: string;
  /** By default 8 GiB, not encrypted. */
  readonly root?: Volume;
}

/** Capacity of a type in a zone that is paid for, whether instances use it or not. */
export interface CapacityReservation {
  readonly id: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly total: number;
  /** `open`: any matching on-demand instance uses it. A Capacity Block is always targeted. */
  readonly match: 'open' | 'targeted';
  readonly isBlock: boolean;
  /** ARN of the resource group that contains it; null: none. */
  readonly group: string | null;
}

/** Exactly one of `id` and `name`. */
export interface LaunchTemplateReference {
  readonly id: string | null;
  readonly name: string | null;
  readonly version: string | null;
}

/** One launch template of a CreateFleet request, with its overrides. */
export interface FleetConfig {
  readonly template: LaunchTemplateReference;
  readonly overrides: readonly FleetOverride[];
}
export interface FleetOverride {
  readonly instanceType: string | null;
  /** Instead of a type. */
  readonly requirements: InstanceRequirements | null;
  readonly imageId: string | null;
  readonly subnetId: string | null;
  readonly zone: string | null;
  readonly priority: number | null;
  /** Units of the target capacity that an instance is; 1 if absent. */
  readonly weight?: number | null;
}

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}
/** A parameter that the request omits is `null`. */
export interface PageRequest {
  readonly maxResults: number | null;
  readonly nextToken: string | null;
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}
