import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { dueAtTick, MINUTE, NOON } from '../examples.ts';

export function describeClustersContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`ClusterRecords: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const groupsOf = async (cluster: string) =>
      [...((await store.clusters.read([cluster])).get(cluster)?.members.keys() ?? [])].sort();

    it('reads the groups of several clusters, with what is known of each, and omits unknown clusters', async () => {
      await Promise.all([
        store.clusters.join('blue', 'web-1', { tier: 'application' }),
        store.clusters.join('blue', 'nodes', { tier: 'worker', hourlyUsd: 1.5 }),
        store.clusters.join('red', 'nodes', { tier: 'platform' }),
      ]);
      const read = await store.clusters.read(['blue', 'red', 'blue', 'green']);
      expect([...read.keys()].sort()).toEqual(['blue', 'red']);
      expect(read.get('blue')?.members.get('web-1')).toEqual({ tier: 'application' });
      expect(read.get('blue')?.members.get('nodes')).toEqual({ tier: 'worker', hourlyUsd: 1.5 });
      expect(read.get('red')?.members.get('nodes')).toEqual({ tier: 'platform' });
    });

    it('changes what is known of a group, and lets it leave, more than once', async () => {
      await store.clusters.join('grey', 'web', { tier: 'application', hourlyUsd: 1 });
      await store.clusters.join('grey', 'web', { tier: 'worker' });
      expect((await store.clusters.read(['grey'])).get('grey')?.members.get('web')).toEqual({ tier: 'worker' });
      await store.clusters.leave('grey', 'web');
      await store.clusters.leave('grey', 'web');
      expect(await groupsOf('grey')).toEqual([]);
    });

    it('shows its clusters with the groups that are due, and no cluster is a group', async () => {
      await store.clusters.join('black', 'web', { tier: 'application' });
      const due = await store.states.dueWithClusters(NOON, NOON - MINUTE);
      expect(due.clusters).toContain('black');
      expect([...due.groups.keys()]).toEqual(await dueAtTick(store.states, NOON));
      expect(due.groups.has('black')).toBe(false);
    });

    it('no longer shows a cluster without groups, and shows it again when one joins', async () => {
      const isDue = async () => (await store.states.dueWithClusters(NOON, NOON - MINUTE)).clusters.includes('white');
      await store.clusters.join('white', 'web', { tier: 'application' });
      await store.clusters.join('white', 'nodes', { tier: 'worker' });
      await store.clusters.leave('white', 'web');
      expect(await isDue()).toBe(true);
      await store.clusters.leave('white', 'nodes');
      expect(await isDue()).toBe(false);
      expect((await store.clusters.read(['white'])).size).toBe(0);
      await store.clusters.join('white', 'web', { tier: 'application' });
      expect(await isDue()).toBe(true);
    });

    it('knows which machines are closed, however many, until they are forgotten', async () => {
      const machines = Array.from({ length: 120 }, (_, index) => `i-${index}`);
      const closed = async () => (await store.clusters.read(['pink'])).get('pink')?.closed;
      await store.clusters.join('pink', 'nodes', { tier: 'worker' });
      await store.clusters.closing('pink', machines);
      await store.clusters.closing('pink', ['i-1']);
      expect(await closed()).toEqual(new Set(machines));
      await store.clusters.forgetClosed('pink', machines.slice(1));
      await store.clusters.forgetClosed('pink', ['i-1', 'i-unknown']);
      expect(await closed()).toEqual(new Set(['i-0']));
      expect(await groupsOf('pink')).toEqual(['nodes']);
    });
  });
}
