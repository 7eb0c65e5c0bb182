import { describe, expect, it } from 'vitest';
import { decided, decides, type Seen, toldAt, type WrittenPolicy, workersOf } from '../builders.ts';

const jobs: WrittenPolicy = { rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] };
const wants = (wanted: number, cluster: NonNullable<Seen['cluster']>, more: Seen = {}): Seen => ({
  ...{ desired: 4, metrics: { jobs: wanted }, cluster },
  ...more,
});
const back = (group: string, workers: number) => ({ group, workers });

describe('the reason of a group whose cluster returns capacity in this pass', () => {
  decides([
    {
      name: 'grows to what the others need afterwards, in whole workers',
      policy: jobs,
      seen: wants(9, { givingBack: [back('web', 2)], desired: 5.2 }),
      gives: { desired: 6, blockedBy: 'waits-for-tier' },
    },
    {
      name: 'does not grow if nobody knows what they need',
      policy: jobs,
      seen: wants(9, { givingBack: [back('web', 2)] }),
      gives: { desired: 4, blockedBy: 'waits-for-tier' },
    },
    {
      name: 'does not shrink for it',
      policy: jobs,
      seen: wants(9, { givingBack: [back('web', 2)], desired: 2 }),
      gives: 4,
    },
    {
      name: 'grows as its rules ask if the others need as much',
      policy: jobs,
      seen: wants(9, { givingBack: [back('web', 2)], desired: 9 }),
      gives: { desired: 9, blockedBy: null },
    },
    {
      name: 'is repaired up to its floor all the same',
      policy: { ...jobs, guards: { floor: 7 } },
      seen: wants(9, { givingBack: [back('web', 2)] }),
      gives: { desired: 7, blockedBy: 'waits-for-tier' },
    },
    {
      name: 'shrinks as its rules ask',
      policy: jobs,
      seen: wants(2, { givingBack: [back('web', 2)], desired: 9 }),
      gives: { desired: 2, blockedBy: null },
    },
    { name: 'grows as its rules ask if none does', policy: jobs, seen: wants(9, { givingBack: [] }), gives: 9 },
  ]);

  it('names each group and how much it returns', () => {
    const decision = decided(jobs, wants(9, { givingBack: [back('web', 2), back('api', 1)], desired: 5.2 }));
    expect(toldAt(decision, 'tier')).toBe(
      'web, api scale in by 3 workers in this pass and then need 5.2 workers of this group',
    );
  });
});

describe('the budget of a cluster', () => {
  const priced = { workers: workersOf(4, 'ready', { hourlyUsd: 0.5 }) };
  const budget = (hourlyUsd: number, unknown?: string[]) => ({
    budget: { hourlyUsd, ofCluster: 20, ...(unknown && { unknown }) },
  });
  decides([
    {
      name: 'pays for growth up to the share of the group',
      policy: jobs,
      seen: wants(9, budget(3), priced),
      gives: { desired: 6, blockedBy: 'budget' },
    },
    {
      name: 'holds no growth that it pays for',
      policy: jobs,
      seen: wants(6, budget(3), priced),
      gives: { desired: 6, blockedBy: null },
    },
    {
      name: 'holds growth while it is unknown what another group costs',
      policy: jobs,
      seen: wants(9, budget(99, ['web']), priced),
      gives: { desired: 4, blockedBy: 'budget' },
    },
    {
      name: 'lets a group grow whose own cost alone is unknown, as far as its prices say',
      policy: jobs,
      seen: wants(9, budget(99, ['fleet']), priced),
      gives: { desired: 9, blockedBy: null },
    },
    {
      name: 'lets a group shrink',
      policy: jobs,
      seen: wants(2, budget(1, ['web']), priced),
      gives: { desired: 2, blockedBy: null },
    },
    {
      name: 'holds no repair',
      policy: { ...jobs, capacity: { min: 6, max: 50 } },
      seen: wants(9, budget(0, ['web']), priced),
      gives: { desired: 6, blockedBy: 'budget' },
    },
  ]);

  it('names what it pays for, or what is unknown', () => {
    const told = (seen: Seen) => toldAt(decided(jobs, seen), 'guard:cluster-budget');
    expect(told(wants(9, budget(3), priced))).toBe(
      "This group may use $3 of the cluster's budget of $20 per hour, which pays for 6 workers at $0.5 each",
    );
    expect(told(wants(9, budget(3, ['fleet', 'web']), priced))).toBe(
      "It isn't known what web costs, and the cluster has a budget of $20 per hour. See its evaluations",
    );
  });
});

describe('a formula over the figures of the cluster', () => {
  const follows = (formula: string): WrittenPolicy => ({
    cluster: 'shop',
    metrics: { load: { formula } },
    rules: [{ kind: 'target', metric: 'load', value: 1, per: 'worker' }],
  });
  decides([
    {
      name: 'has what the other groups want, lack and reserve',
      policy: follows('cluster.desired + cluster.pending * 10 + cluster.reserved * 100'),
      seen: { desired: 4, cluster: { desired: 3, pending: 2, reserved: 1 } },
      gives: 123,
    },
    {
      name: 'has no data while the cluster is not known',
      policy: follows('cluster.desired'),
      seen: { desired: 4 },
      gives: { desired: 4, blockedBy: 'missing-data' },
    },
  ]);
});

describe('workers that run workers of other groups', () => {
  const host = (id: string, runs?: Record<string, number>, more: object = {}) => ({
    ...{ id, state: 'ready' as const, ...(runs && { runs }) },
    ...more,
  });
  const shrinks = (...workers: ReturnType<typeof host>[]): Seen => ({
    ...{ workers, desired: workers.length, metrics: { jobs: 0 } },
  });
  decides([
    {
      name: 'stay, and the group waits for them',
      policy: jobs,
      seen: shrinks(host('a', { web: 2 }), host('b', { web: 0 }), host('c')),
      gives: { desired: 1, blockedBy: 'waits-for-tier', retire: ['b', 'c'] },
    },
    {
      name: 'do not hold those that run none',
      policy: jobs,
      seen: shrinks(host('a', { web: 0 }), host('c')),
      gives: { desired: 0, blockedBy: null },
    },
    {
      name: 'are busy beside protected ones, for which nobody waits',
      policy: jobs,
      seen: shrinks(host('a', undefined, { protected: true }), host('c')),
      gives: { desired: 1, blockedBy: 'protected' },
    },
  ]);

  it('are counted with the groups and the number of the workers that they run', () => {
    const draining = host('d', { batch: 9 }, { state: 'draining' });
    const decision = decided(jobs, {
      ...shrinks(host('a', { web: 2, api: 1 }), host('b', { web: 1 }), host('c')),
      ...{ desired: 3, workers: [host('a', { web: 2, api: 1 }), host('b', { web: 1 }), host('c'), draining] },
    });
    expect(toldAt(decision, 'guard:protected')).toBe('4 workers of api, web run on 2 workers of this group');
  });
});
