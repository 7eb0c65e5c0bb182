/** What the provider ec2 needs of AWS, each port as small as its use. Implemented in `api` and `targets`; faked in tests. */

export type Market = 'on-demand' | 'spot';
export interface Pool {
  readonly instanceType: string;
  readonly subnet: string;
}
export const poolKey = (pool: Pool, market: Market): string => `${pool.instanceType}/${pool.subnet}/${market}`;

/** An instance with this stage's tags, as EC2 lists it. */
export interface ListedWorker {
  readonly id: string;
  readonly group: string;
  readonly state: 'pending' | 'running';
  readonly launchedAt: number;
  readonly instanceType: string;
  readonly market: Market;
  readonly zone: string;
  /** Draining since it carries this mark; null otherwise. */
  readonly drainingUntil: number | null;
  readonly protected: boolean;
  /** As the worker reports by its tag; null when it reports nothing. */
  readonly busy: boolean | null;
  /** The draining worker has reported that it is done. */
  readonly drained: boolean;
  /** The activity that launched it; null when the tag is missing. */
  readonly activity: string | null;
}

/** Exactly what a launch asks for. Written down before it is done, so that a retry repeats it to the letter. */
export interface Ec2Launch {
  /** Idempotency token of the call; a new attempt with other parameters is a new activity with a new token. */
  readonly token: string;
  readonly onDemand: number;
  readonly spot: number;
  readonly launchTemplate: {
    readonly name?: string | undefined;
    readonly id?: string | undefined;
    readonly version: string;
  };
  readonly pools: readonly Pool[];
}

export interface LaunchedInstance {
  readonly id: string;
  readonly instanceType: string;
  readonly market: Market;
}
/** A pool's answer when it gave nothing. `pools` are the keys it concerns. */
export interface PoolError {
  readonly code: string;
  readonly message: string;
  readonly pools: readonly string[];
  /** Capacity is short for now, as opposed to a request that can never succeed. */
  readonly capacity: boolean;
}
export interface Ec2Launched {
  readonly launched: readonly LaunchedInstance[];
  readonly errors: readonly PoolError[];
}

export interface Workers {
  /** Pending and running workers by group, found by tag; any number of groups, every page read. */
  list(groups: readonly string[]): Promise<Map<string, ListedWorker[]>>;
  /** The workers of all groups of the stage, also of groups that nobody knows any more. */
  all(): Promise<ListedWorker[]>;
}

/** EC2's own checks of its instances. */
export interface StatusChecks {
  /** Ids of all running instances of the region whose status check fails. */
  impaired(): Promise<ReadonlySet<string>>;
}

/** As the load balancer sees a target: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type TargetHealth =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'unhealthy.draining'
  | 'draining'
  | 'unused'
  | 'unavailable';

/** Target groups of load balancers, in which workers are registered. */
export interface Targets {
  /** Health by target group and instance id; a target group that cannot be read is left out. */
  health(targetGroups: readonly string[]): Promise<Map<string, ReadonlyMap<string, TargetHealth>>>;
  /** Workers that do not run (yet, or any more) are passed over. */
  register(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
  /** Target groups that are gone, and workers that are not registered, are passed over. */
  deregister(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
}

/** What a launch could be given at this moment, as far as it can be known beforehand; what is missing is unknown, and no bound. */
export interface LaunchRoom {
  /** Free addresses by subnet. */
  readonly addresses: ReadonlyMap<string, number>;
  /** vCPUs that the account's quotas leave, by market. */
  readonly vcpus: Readonly<Partial<Record<Market, number>>>;
  /** vCPUs of an instance, by its type. */
  readonly vcpusOf: ReadonlyMap<string, number>;
}

export interface LaunchRooms {
  /** Never throws for what cannot be read: that is unknown. */
  of(pools: readonly Pool[]): Promise<LaunchRoom>;
}

export interface Resizer {
  /** Launches with the launch's token; every instance carries group and activity as tags from its launch. Partial is normal. */
  launch(group: string, activity: string, launch: Ec2Launch): Promise<Ec2Launched>;
  /** Marks workers of the group as draining until `until`. Workers that are gone are passed over. */
  markDraining(group: string, ids: readonly string[], until: number): Promise<void>;
  /** Takes the draining mark, and the worker's answer to it, off again. Workers that are gone are passed over. */
  cancelDrain(group: string, ids: readonly string[]): Promise<void>;
  /**
   * Terminates workers of the group and returns those that are on their way out or gone; never touches another's. They are
   * looked at again at this very moment: a protected one stays, and so does a busy one unless `evenBusy`, and one that EC2
   * protects from termination; they are not returned.
   */
  terminate(group: string, ids: readonly string[], evenBusy: boolean): Promise<string[]>;
}
