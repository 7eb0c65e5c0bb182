import type { Policy } from '../../policy/index.ts';

/** What is known of a group of a cluster without its policy. */
export interface ClusterMember {
  readonly tier: Policy['tier'];
  /** The budget of the cluster, as this group's policy states it. */
  readonly hourlyUsd?: number;
}

/** The groups of a cluster, by name. */
export type ClusterMembers = ReadonlyMap<string, ClusterMember>;

export interface ClusterRecord {
  readonly members: ClusterMembers;
  /** The machines that Headcount has closed to new workers and not opened since. */
  readonly closed: ReadonlySet<string>;
}

/**
 * Which groups a cluster has. A group whose policy has changed since may still be among them: its policy decides. Every
 * cluster that has a group is among what is due, see `GroupStates.dueWithClusters`.
 */
export interface ClusterRecords {
  /** Consistent, in one batch. Omits unknown clusters. */
  read(clusters: readonly string[]): Promise<ReadonlyMap<string, ClusterRecord>>;
  /** Adds the group, or changes what is known of it. */
  join(cluster: string, group: string, member: ClusterMember): Promise<void>;
  leave(cluster: string, group: string): Promise<void>;
  /** Notes machines that are being closed. */
  closing(cluster: string, machines: readonly string[]): Promise<void>;
  /** Forgets machines that are open again, or gone. */
  forgetClosed(cluster: string, machines: readonly string[]): Promise<void>;
}
