import { describe } from 'vitest';
import { ago, type WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const shrinks = (retire?: 'oldest' | 'newest' | 'costliest' | 'balanced', more: WrittenPolicy = {}): WrittenPolicy => ({
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
  provider: {
    kind: 'ec2',
    launchTemplate: { name: 'fleet' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-a'],
    ...(retire ? { retire } : {}),
  },
  ...more,
});
const worker = (id: string, more: object = {}) => ({ id, state: 'ready', ...more });
const aged = (id: string, hours: number, more: object = {}) => worker(id, { launchedAt: ago(hours * 3600), ...more });
const leaves = (count: number, workers: object[], desired = workers.length) => ({
  desired,
  metrics: { jobs: count },
  workers: workers as never,
});

const ages = [aged('c', 2), aged('a', 3), aged('b', 1), worker('unknown')];
const twins = [aged('b', 2), aged('c', 2), aged('a', 2)];
const priced = [
  aged('cheap', 4, { hourlyUsd: 0.1 }),
  aged('dear', 1, { hourlyUsd: 0.3 }),
  aged('old', 3, { hourlyUsd: 0.2 }),
  aged('young', 2, { hourlyUsd: 0.2 }),
  worker('free'),
];
const zones = [
  aged('a1', 5, { zone: 'a' }),
  aged('b1', 6, { zone: 'b' }),
  aged('b2', 4, { zone: 'b' }),
  aged('b3', 3, { zone: 'b' }),
  aged('c1', 2, { zone: 'c' }),
  aged('c2', 1, { zone: 'c' }),
];
const tiers = [
  worker('plain'),
  worker('idle', { busy: false }),
  worker('warming', { state: 'warming' }),
  worker('pending', { state: 'pending' }),
  worker('unhealthy', { state: 'unhealthy' }),
  worker('draining', { state: 'draining' }),
];

describe('termination candidates', () => {
  tells('retire', [
    ['the oldest', shrinks('oldest'), leaves(2, ages)],
    ['the newest', shrinks('newest'), leaves(2, ages)],
    ['the oldest of one age go by name', shrinks('oldest'), leaves(1, twins)],
    ['the newest of one age go by name, backwards', shrinks('newest'), leaves(1, twins)],
    ['the costliest, the oldest of one price first', shrinks('costliest'), leaves(1, priced)],
    ['one from the fullest zone', shrinks('balanced'), leaves(5, zones)],
    ['from the fullest zone until it is no fuller', shrinks('balanced'), leaves(3, zones)],
    ['all of them, zone after zone', shrinks('balanced'), leaves(0, zones)],
    ['without a word on the order', shrinks(), leaves(3, zones)],
    ['without zones the oldest', shrinks('balanced'), leaves(1, ages)],
    ['unhealthy, pending, idle, then the others', shrinks(), leaves(0, tiers, 5)],
    ['only as many as go', shrinks(), leaves(3, tiers, 5)],
    [
      'the unhealthy one counts for its zone',
      shrinks(),
      leaves(2, [...zones, worker('ill', { state: 'unhealthy', zone: 'c' })].slice(3)),
    ],
    [
      'the idle ones that a rule names, before the unhealthy',
      shrinks('oldest', {
        rules: [{ kind: 'workers', overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'cpu', below: 5 }] }],
      }),
      leaves(0, [
        aged('busy', 9, { metrics: { cpu: 50 } }),
        worker('ill', { state: 'unhealthy' }),
        aged('idle', 1, { metrics: { cpu: 1 } }),
      ]),
    ],
  ]);
});
