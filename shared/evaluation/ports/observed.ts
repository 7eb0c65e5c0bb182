import type { ListedWorker } from '../model.ts';

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

/** Target groups of load balancers, in which workers stand. */
export interface Targets {
  /** Health by target group and instance id; a target group that cannot be read is left out. */
  health(targetGroups: readonly string[]): Promise<Map<string, ReadonlyMap<string, TargetHealth>>>;
  /** Workers that do not run (yet, or any more) are passed over. */
  register(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
  /** Target groups that are gone, and workers that are not registered, are passed over. */
  deregister(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
}
