import { describe } from 'vitest';
import { ago, decides, measuring, workersOf } from '../../decision/builders.ts';

const rule = {
  kind: 'workers' as const,
  overloaded: [
    { metric: 'cpu', above: 70 },
    { metric: 'memory', above: 80 },
  ],
  idle: [
    { metric: 'cpu', below: 10 },
    { metric: 'memory', below: 20 },
  ],
};
const rules = [rule];
const worker = (id: string, cpu: number, memory: number, rest: object = {}) => ({
  id,
  state: 'ready' as const,
  metrics: { cpu, memory },
  ...rest,
});
const hot = worker('hot', 90, 50);
const full = worker('full', 50, 90);
const calm = worker('calm', 50, 50);
const idle = worker('idle', 1, 1);

describe('values per worker: scale-out', () => {
  decides([
    {
      name: 'one more when every one is overloaded, by any bound',
      policy: { rules },
      seen: { desired: 2, workers: [hot, full] },
      gives: 3,
    },
    {
      name: 'as many more as the policy says',
      policy: { rules: [{ ...rule, add: 3 }] },
      seen: { desired: 1, workers: [hot] },
      gives: 4,
    },
    {
      name: 'none while one is not overloaded',
      policy: { rules },
      seen: { desired: 3, workers: [hot, full, calm] },
      gives: 3,
    },
    {
      name: 'none at the bound itself',
      policy: { rules },
      seen: { desired: 1, workers: [worker('a', 70, 80)] },
      gives: 1,
    },
    {
      name: 'none while one boots',
      policy: { rules },
      seen: { desired: 2, workers: [hot, ...workersOf(1, 'pending')] },
      gives: 2,
    },
    {
      name: 'none while one is still to be launched',
      policy: { rules },
      seen: { desired: 2, workers: [hot] },
      gives: 2,
    },
    {
      name: 'an unhealthy worker is no help: one more',
      policy: { rules },
      seen: { desired: 2, workers: [hot, ...workersOf(1, 'unhealthy')] },
      gives: 3,
    },
    {
      name: 'a worker without values may be fine: none',
      policy: { rules },
      seen: { desired: 2, workers: [hot, ...measuring('cpu', undefined)] },
      gives: 2,
    },
  ]);
});

describe('values per worker: scale-in', () => {
  const long = { ...rule, idleFor: '10m' };
  decides([
    {
      name: 'exactly the idle ones go',
      policy: { rules },
      seen: { desired: 4, workers: [hot, idle, calm, worker('idle-too', 0, 0)] },
      gives: { desired: 2, retire: ['idle', 'idle-too'] },
    },
    {
      name: 'idle is who is below every bound',
      policy: { rules },
      seen: { desired: 2, workers: [calm, worker('warm', 1, 30)] },
      gives: { desired: 2, retire: [] },
    },
    {
      name: 'nobody is idle at a bound itself',
      policy: { rules },
      seen: { desired: 2, workers: [worker('a', 10, 1), worker('b', 1, 20)] },
      gives: 2,
    },
    {
      name: 'a missing value is no sign of idleness',
      policy: { rules },
      seen: { desired: 1, workers: measuring('cpu', 1) },
      gives: 1,
    },
    {
      name: 'idle for long enough goes, for less stays',
      policy: { rules: [long] },
      seen: {
        desired: 2,
        workers: [worker('long', 1, 1, { idleSince: ago(600) }), worker('short', 1, 1, { idleSince: ago(599) })],
      },
      gives: { desired: 1, retire: ['long'] },
    },
    {
      name: 'idle for long enough, but not measured for as long, stays',
      policy: { rules: [long] },
      seen: {
        desired: 2,
        workers: [
          worker('known', 1, 1, { idleSince: ago(660), measuredUntil: ago(60) }),
          worker('late', 1, 1, { idleSince: ago(660), measuredUntil: ago(61) }),
        ],
      },
      gives: { desired: 1, retire: ['known'] },
    },
    {
      name: 'idle since an unknown time stays',
      policy: { rules: [long] },
      seen: { desired: 1, workers: [idle] },
      gives: 1,
    },
    {
      name: 'a busy or protected worker stays, and nobody goes in its place',
      policy: { rules },
      seen: { desired: 3, workers: [calm, { ...idle, busy: true }, worker('kept', 1, 1, { protected: true })] },
      gives: { desired: 3, retire: [] },
    },
    {
      name: 'nobody goes for workers beyond the current capacity but the idle ones',
      policy: { rules },
      seen: { desired: 2, workers: [calm, hot, full, idle] },
      gives: { desired: 2, retire: [] },
    },
    {
      name: 'idle ones beyond the current capacity go first',
      policy: { rules },
      seen: { desired: 2, workers: [calm, idle, worker('b', 1, 1), worker('c', 1, 1)] },
      gives: { desired: 1, retire: ['b', 'c', 'idle'] },
    },
    {
      name: 'of the idle ones only as many as a limit allows',
      policy: { rules, behavior: { in: { limits: [{ workers: 1, every: 60 }] } } },
      seen: { desired: 3, workers: [calm, worker('a', 1, 1), worker('b', 1, 1)] },
      gives: { desired: 2, retire: ['a'] },
    },
    {
      name: 'the maximum takes more than the idle ones, those first',
      policy: { rules, capacity: { min: 0, max: 1 } },
      seen: { desired: 4, workers: [calm, hot, full, idle] },
      gives: { desired: 1, retire: ['idle', 'calm', 'full'] },
    },
  ]);
});

describe('workers without values', () => {
  decides([
    {
      name: 'counts say nothing of each worker',
      policy: { rules },
      seen: { desired: 3, workers: { ready: 3 } },
      gives: { desired: 3, blockedBy: 'missing-data' },
    },
    {
      name: 'ready ones without any value are no data',
      policy: { rules },
      seen: { desired: 2, workers: workersOf(2) },
      gives: { desired: 2, blockedBy: 'missing-data' },
    },
    {
      name: 'none ready is nothing to judge',
      policy: { rules },
      seen: { desired: 2, workers: workersOf(2, 'pending') },
      gives: { desired: 2, blockedBy: null },
    },
  ]);
});
