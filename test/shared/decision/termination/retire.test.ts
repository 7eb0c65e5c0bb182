import { describe, expect, it } from 'vitest';
import { ago, decided, decides, workersOf } from '../builders.ts';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const shrinksTo = (jobs: number, desired: number, workers: object[]) => ({
  desired,
  metrics: { jobs },
  workers: workers as never,
});
const worker = (id: string, more: object = {}) => ({ id, state: 'ready', ...more });
const provider = (retire?: 'oldest' | 'newest' | 'costliest' | 'balanced') => ({
  kind: 'ec2' as const,
  launchTemplate: { name: 'fleet' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-a'],
  ...(retire ? { retire } : {}),
});

describe('termination candidates', () => {
  const mixed = [
    worker('plain'),
    worker('idle', { busy: false }),
    worker('pending', { state: 'pending' }),
    worker('unhealthy', { state: 'unhealthy' }),
  ];
  decides([
    {
      name: 'are unhealthy ones first, then pending, then idle, then the others',
      policy: { rules },
      seen: shrinksTo(0, 4, mixed),
      gives: { retire: ['unhealthy', 'pending', 'idle', 'plain'] },
    },
    {
      name: 'are of each kind those of an older version first, whatever the order of the policy',
      policy: { rules, provider: provider('newest') },
      seen: shrinksTo(0, 6, [
        worker('new', { launchedAt: ago(60) }),
        worker('old', { outdated: true, launchedAt: ago(90) }),
        worker('oldest', { outdated: true, launchedAt: ago(99) }),
        worker('idle', { busy: false }),
        worker('old and idle', { busy: false, outdated: true }),
        worker('pending', { state: 'pending' }),
      ]),
      gives: { retire: ['pending', 'old and idle', 'idle', 'old', 'oldest', 'new'] },
    },
    {
      name: 'are never busy, however old their version is',
      policy: { rules },
      seen: shrinksTo(1, 2, [worker('a', { busy: true, outdated: true }), worker('b')]),
      gives: { retire: ['b'] },
    },
    {
      name: 'are as many as the group is to lose',
      policy: { rules },
      seen: shrinksTo(2, 4, mixed),
      gives: { desired: 2, retire: ['unhealthy', 'pending'] },
    },
    {
      name: 'are never protected',
      policy: { rules },
      seen: shrinksTo(1, 2, [worker('a', { protected: true }), worker('b')]),
      gives: { retire: ['b'] },
    },
    {
      name: 'are never busy',
      policy: { rules },
      seen: shrinksTo(1, 2, [worker('a', { busy: true }), worker('b')]),
      gives: { retire: ['b'] },
    },
    {
      name: 'are never those that drain already',
      policy: { rules },
      seen: shrinksTo(1, 2, [worker('a', { state: 'draining' }), worker('b'), worker('c')]),
      gives: { retire: ['b'] },
    },
    {
      name: 'are fewer when the group is short of workers',
      policy: { rules },
      seen: shrinksTo(2, 5, [worker('a'), worker('b'), worker('c')]),
      gives: { desired: 2, retire: ['a'] },
    },
    {
      name: 'are none when the missing workers make the shrink',
      policy: { rules },
      seen: shrinksTo(3, 5, [worker('a'), worker('b'), worker('c')]),
      gives: { desired: 3, retire: [] },
    },
    {
      name: 'are not known when workers are given as counts',
      policy: { rules },
      seen: { desired: 4, metrics: { jobs: 1 }, workers: { ready: 4 } },
      gives: { desired: 1, retire: [] },
    },
    {
      name: 'are none when the group grows',
      policy: { rules },
      seen: shrinksTo(9, 4, workersOf(6, 'unhealthy')),
      gives: { desired: 9, retire: [] },
    },
  ]);
});

describe('the order of termination candidates', () => {
  const fleet = [
    worker('mid', { launchedAt: ago(200), hourlyUsd: 0.3 }),
    worker('old', { launchedAt: ago(300), hourlyUsd: 0.1 }),
    worker('new', { launchedAt: ago(100), hourlyUsd: 0.2 }),
  ];
  it.each([
    ['oldest', ['old', 'mid', 'new']],
    ['newest', ['new', 'mid', 'old']],
    ['costliest', ['mid', 'new', 'old']],
  ] as const)('%s', (retire, order) => {
    expect(decided({ rules, provider: provider(retire) }, shrinksTo(0, 3, fleet)).retire).toEqual(order);
  });

  it('of equal workers is the order of their names', () => {
    const equals = ['c', 'a', 'b'].map((id) => worker(id));
    expect(decided({ rules }, shrinksTo(0, 3, equals)).retire).toEqual(['a', 'b', 'c']);
  });
});

describe('balanced, the default, keeps the zones even', () => {
  const zones = (...list: [id: string, zone: string, age: number][]) =>
    list.map(([id, zone, age]) => worker(id, { zone, launchedAt: ago(age) }));
  const uneven = zones(['a1', 'a', 30], ['a2', 'a', 20], ['a3', 'a', 10], ['b1', 'b', 99]);
  decides([
    {
      name: 'the fullest zone gives first, its oldest',
      policy: { rules },
      seen: shrinksTo(3, 4, uneven),
      gives: { retire: ['a1'] },
    },
    {
      name: 'until it is no fuller than the others',
      policy: { rules },
      seen: shrinksTo(2, 4, uneven),
      gives: { retire: ['a1', 'a2'] },
    },
    {
      name: 'with the workers that stay counted as well',
      policy: { rules },
      seen: shrinksTo(3, 4, [
        ...uneven.slice(0, 2),
        worker('b2', { zone: 'b', busy: false }),
        worker('b3', { zone: 'b' }),
      ]),
      gives: { retire: ['b2'] },
    },
    {
      name: 'also when it is written',
      policy: { rules, provider: provider('balanced') },
      seen: shrinksTo(2, 4, uneven),
      gives: { retire: ['a1', 'a2'] },
    },
    {
      name: 'after the unhealthy ones, wherever they are',
      policy: { rules },
      seen: shrinksTo(2, 4, [...uneven.slice(0, 3), worker('sick', { zone: 'b', state: 'unhealthy' })]),
      gives: { retire: ['sick', 'a1'] },
    },
  ]);
});
