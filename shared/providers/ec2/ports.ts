import type { ListedWorker, Market } from '../instances/listed-worker.ts';
import type { LaunchError } from '../provider-adapter.ts';
import type { Requirements } from './launching/requirements.ts';

/** What the provider ec2 needs of AWS, each port as small as its use. Implemented in `api` and `targets`; faked in tests. */

export interface Pool {
  readonly instanceType: string;
  readonly subnet: string;
  /** Units of capacity of an instance. Absent: the launch counts instances. */
  readonly weight?: number | undefined;
}
export const poolKey = (pool: Pool, market: Market): string => `${pool.instanceType}/${pool.subnet}/${market}`;

/** The markets that a launch asks for. */
export const marketsOf = ({ onDemand, spot }: { readonly onDemand: number; readonly spot: number }): Market[] => [
  ...(onDemand > 0 ? ['on-demand' as const] : []),
  ...(spot > 0 ? ['spot' as const] : []),
];

/** While this key is left out, the account may not use EC2 Fleet, and workers are launched by RunInstances. */
export const FLEET_ACCESS = 'ec2-fleet';

/** The content of a launch request. It is stored before the launch, so that a retry repeats the same request. */
export interface Ec2Launch {
  /** Idempotency token of the call. A launch with other parameters needs a new activity with a new token. */
  readonly token: string;
  /** Units of capacity, as are `spot` and `there`: instances, unless the pools have weights. */
  readonly onDemand: number;
  readonly spot: number;
  readonly launchTemplate: {
    readonly name?: string | undefined;
    readonly id?: string | undefined;
    readonly version: string;
    /** The image instead of the one of the template. */
    readonly image?: string | undefined;
  };
  readonly pools: readonly Pool[];
  /** Zones are kept even: what each subnet has already; those with the least get the next. */
  readonly there?: Readonly<Record<string, number>> | undefined;
  /** The account may not use EC2 Fleet. Each zone's share is then of the first of its pools. */
  readonly by?: 'run-instances' | undefined;
  /** On-demand workers in the place of spot workers: they carry a tag that says so. */
  readonly substitutes?: true | undefined;
  /** The types are those that match. Each subnet then has one pool, of the requirements' name. */
  readonly requirements?: Requirements | undefined;
  /** Matching types that were short lately, where they were. */
  readonly leftOut?: readonly Pool[] | undefined;
  /** Where on-demand workers go first, or all workers. */
  readonly reservations?: 'first' | 'capacity-block' | undefined;
  /** Members of the warm pool that are started before anything is launched. */
  readonly starts?: readonly PoolStart[] | undefined;
  /** The instances become members of the warm pool. */
  readonly warm?: true | undefined;
}

/** A member of the warm pool that is to be started. */
export interface PoolStart extends Pool {
  readonly id: string;
}

export interface LaunchedInstance {
  readonly id: string;
  readonly instanceType: string;
  readonly market: Market;
  readonly subnet: string;
  /** The capacity reservation in which it runs, if EC2 says so. */
  readonly reservation?: string;
}
/** A pool's answer when it gave nothing. `pools` are the keys to be left out for a while. */
export interface PoolError
  extends Pick<LaunchError, 'code' | 'message' | 'capacity' | 'retry' | 'leftOutFor' | 'reason' | 'members'> {
  readonly pools: readonly string[];
}
export interface Ec2Launched {
  readonly launched: readonly LaunchedInstance[];
  readonly errors: readonly PoolError[];
}

export interface Workers {
  /** Lists the workers of any number of groups, except those that end or have ended. */
  list(groups: readonly string[]): Promise<Map<string, ListedWorker[]>>;
  /** Looks up workers by id, in any state. Omits those that EC2 does not show. */
  byId(ids: readonly string[]): Promise<ListedWorker[]>;
  /**
   * Lists the workers of all groups of the stage, including groups that no longer exist, and those that ended within about
   * an hour.
   */
  all(): Promise<ListedWorker[]>;
}

/** EC2's status checks. */
export interface StatusChecks {
  /** Returns the ids of all running instances in the region that fail a status check. */
  impaired(): Promise<ReadonlySet<string>>;
}

/** The health that a load balancer reports for a target: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type TargetHealth =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'unhealthy.draining'
  | 'draining'
  | 'unused'
  | 'unavailable';

/** The health of a target, as its load balancer reports it. */
export interface SeenTarget {
  readonly health: TargetHealth;
  /** Why it is not healthy, in the load balancer's words. */
  readonly cause?: string;
}

/** Target groups of load balancers. */
export interface Targets {
  /** Returns health by target group and instance id. Omits target groups that cannot be read. */
  health(targetGroups: readonly string[]): Promise<Map<string, ReadonlyMap<string, SeenTarget>>>;
  /** Registers workers. Skips those that do not run. */
  register(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
  /** Deregisters workers. Skips missing target groups and workers that are not registered. */
  deregister(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
}

/** Known limits of a launch. A missing value is unknown and does not limit the launch. */
export interface LaunchRoom {
  /** Free addresses by subnet. */
  readonly addresses: ReadonlyMap<string, number>;
  /** Remaining vCPUs of the account's quotas, by market. */
  readonly vcpus: Readonly<Partial<Record<Market, number>>>;
  /** vCPUs by instance type. */
  readonly vcpusOf: ReadonlyMap<string, number>;
}

export interface LaunchRooms {
  /** Never throws: limits that cannot be read are unknown. */
  of(pools: readonly Pool[]): Promise<LaunchRoom>;
}

export interface Resizer {
  /** Launches with the plan's token. Instances have the tags of group and activity from the start. May be partial. */
  launch(group: string, activity: string, launch: Ec2Launch): Promise<Ec2Launched>;
  /** Marks workers of the group as draining until `until`. Skips workers that are gone. */
  markDraining(group: string, ids: readonly string[], until: number): Promise<void>;
  /** Removes the drain mark and the worker's report. Skips workers that are gone. */
  cancelDrain(group: string, ids: readonly string[]): Promise<void>;
  /**
   * Terminates workers of the group, and never those of another group. Returns the workers that are terminating or gone. It
   * reads the tags again just before, and keeps protected workers, workers with termination protection, and, without
   * `evenBusy`, busy workers.
   */
  terminate(group: string, ids: readonly string[], evenBusy: boolean): Promise<string[]>;
}

/** The instances of warm pools. */
export interface WarmInstances {
  /**
   * Makes members of the warm pool workers of the activity, and starts them. Those that EC2 does not start stay members. A
   * repeated call returns what the activity has started before. Never starts what another activity has started.
   */
  startMembers(group: string, activity: string, members: readonly PoolStart[]): Promise<Ec2Launched>;
  /** Parks instances: see `ProviderAdapter.park`. Returns those that are members at rest, or on their way. */
  park(group: string, ids: readonly string[], how: Parking): Promise<ParkedInstances>;
}

export interface Parking {
  readonly state: 'stopped' | 'hibernated' | 'running';
  readonly returns: boolean;
}

export interface ParkedInstances {
  readonly parked: readonly string[];
  /** Those of them that should have hibernated, and are only stopped. */
  readonly stopped?: readonly string[] | undefined;
  /** Why EC2 did not stop or hibernate others. */
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}
