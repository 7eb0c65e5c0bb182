import type { ClusterMember, ClusterMembers, ClusterRecords } from '../../shared/evaluation/ports.ts';
import { Calls } from './calls.ts';
import { copyOf } from './copy.ts';

/** The groups of clusters in memory. `calls` counts the methods. */
export class MemoryClusters implements ClusterRecords {
  readonly calls = new Calls();
  readonly members = new Map<string, Map<string, ClusterMember>>();

  async read(clusters: readonly string[]): Promise<ReadonlyMap<string, ClusterMembers>> {
    await this.calls.enter('read');
    const found = new Set(clusters.filter((name) => this.members.has(name)));
    return copyOf(new Map([...this.members].filter(([name]) => found.has(name))));
  }

  async join(cluster: string, group: string, member: ClusterMember): Promise<void> {
    await this.calls.enter('join');
    const members = this.members.get(cluster) ?? new Map<string, ClusterMember>();
    this.members.set(cluster, members.set(group, copyOf(member)));
  }

  async leave(cluster: string, group: string): Promise<void> {
    await this.calls.enter('leave');
    this.members.get(cluster)?.delete(group);
  }
}
