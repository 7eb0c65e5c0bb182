import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { NOON } from './examples.ts';

export function describeClustersContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`ClusterRecords: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const groupsOf = async (cluster: string) =>
      [...((await store.clusters.read([cluster])).get(cluster)?.keys() ?? [])].sort();

    it('reads the groups of several clusters, with what is known of each, and omits unknown clusters', async () => {
      await Promise.all([
        store.clusters.join('blue', 'web-1', { tier: 'application' }),
        store.clusters.join('blue', 'nodes', { tier: 'worker', hourlyUsd: 1.5 }),
        store.clusters.join('red', 'nodes', { tier: 'platform' }),
      ]);
      const read = await store.clusters.read(['blue', 'red', 'blue', 'green']);
      expect([...read.keys()].sort()).toEqual(['blue', 'red']);
      expect(read.get('blue')?.get('web-1')).toEqual({ tier: 'application' });
      expect(read.get('blue')?.get('nodes')).toEqual({ tier: 'worker', hourlyUsd: 1.5 });
      expect(read.get('red')?.get('nodes')).toEqual({ tier: 'platform' });
    });

    it('changes what is known of a group, and lets it leave, more than once', async () => {
      await store.clusters.join('grey', 'web', { tier: 'application', hourlyUsd: 1 });
      await store.clusters.join('grey', 'web', { tier: 'worker' });
      expect((await store.clusters.read(['grey'])).get('grey')?.get('web')).toEqual({ tier: 'worker' });
      await store.clusters.leave('grey', 'web');
      await store.clusters.leave('grey', 'web');
      expect(await groupsOf('grey')).toEqual([]);
    });

    it('shows its clusters with the groups that are due, and no cluster is a group', async () => {
      await store.clusters.join('black', 'web', { tier: 'application' });
      const due = await store.states.dueWithClusters(NOON);
      expect(due.clusters).toContain('black');
      expect(due.groups).toEqual(await store.states.due(NOON));
      expect(due.groups).not.toContain('black');
    });
  });
}
