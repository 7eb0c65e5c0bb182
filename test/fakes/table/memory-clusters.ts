import type { ClusterMember, ClusterRecord, ClusterRecords } from '../../../shared/evaluation/ports.ts';
import { Calls } from '../calls.ts';
import { copyOf } from '../copy.ts';

interface Kept extends ClusterRecord {
  readonly members: Map<string, ClusterMember>;
  readonly closed: Set<string>;
}

/** The groups of clusters in memory. `calls` counts the methods. */
export class MemoryClusters implements ClusterRecords {
  readonly calls = new Calls();
  readonly kept = new Map<string, Kept>();

  async read(clusters: readonly string[]): Promise<ReadonlyMap<string, ClusterRecord>> {
    await this.calls.enter('read');
    const found = this.names().filter((name) => clusters.includes(name));
    return copyOf(new Map(found.map((name) => [name, this.#of(name)])));
  }

  async join(cluster: string, group: string, member: ClusterMember): Promise<void> {
    await this.calls.enter('join');
    this.#of(cluster).members.set(group, copyOf(member));
  }

  async leave(cluster: string, group: string): Promise<void> {
    await this.calls.enter('leave');
    this.#of(cluster).members.delete(group);
  }

  async closing(cluster: string, machines: readonly string[]): Promise<void> {
    await this.calls.enter('closing');
    for (const machine of machines) this.#of(cluster).closed.add(machine);
  }

  async forgetClosed(cluster: string, machines: readonly string[]): Promise<void> {
    await this.calls.enter('forgetClosed');
    for (const machine of machines) this.#of(cluster).closed.delete(machine);
  }

  /** Those that have a group. */
  names(): string[] {
    return [...this.kept].filter(([, { members }]) => members.size > 0).map(([name]) => name);
  }

  #of(cluster: string): Kept {
    const kept = this.kept.get(cluster) ?? { members: new Map(), closed: new Set() };
    this.kept.set(cluster, kept);
    return kept;
  }
}
