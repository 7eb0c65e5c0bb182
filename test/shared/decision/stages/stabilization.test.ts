import { describe } from 'vitest';
import { ago, decides, type WrittenPolicy } from '../builders.ts';

const KEP =
  'https://github.com/kubernetes/enhancements/blob/master/keps/sig-autoscaling/853-configurable-hpa-scale-velocity/README.md';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const out = (written: object): WrittenPolicy => ({ rules, behavior: { out: written } });
const into = (written: object): WrittenPolicy => ({ rules, behavior: { in: written } });
const wants = (jobs: number, desired: number, history: object = {}) => ({ desired, metrics: { jobs }, history });
const proposals = (...values: number[]) => ({
  proposals: values.map((value, index) => ({ at: ago(60 * (values.length - index)), value })),
});

describe('stabilization', () => {
  const wide = into({ stabilization: 600 });
  decides([
    {
      name: `of the last 10 minutes in takes the highest proposal: 10, ${KEP}#story-5-stabilization-before-scaling-down`,
      policy: wide,
      seen: wants(8, 10, proposals(10, 9, 8, 9, 9, 8, 9, 8, 9)),
      gives: { desired: 10, blockedBy: 'stabilization' },
    },
    {
      name: 'forgets it when it has left the window: 10 become 9 (same story)',
      policy: wide,
      seen: wants(7, 10, proposals(10, 9, 8, 9, 9, 8, 9, 8, 9, 8)),
      gives: { desired: 9, blockedBy: 'stabilization' },
    },
    {
      name: `of the last 5 minutes out takes the lowest proposal: 2, ${KEP}#story-6-avoid-false-positive-signals-for-scaling-up`,
      policy: out({ stabilization: 301 }),
      seen: wants(4, 2, proposals(2, 3, 19, 10, 3)),
      gives: { desired: 2, blockedBy: 'stabilization' },
    },
    {
      name: 'lets the group grow to the lowest of the window: 2 become 3 (same story)',
      policy: out({ stabilization: 301 }),
      seen: wants(7, 2, proposals(2, 3, 19, 10, 3, 4)),
      gives: { desired: 3, blockedBy: 'stabilization' },
    },
    {
      name: 'without history holds the current size for a whole window: in',
      policy: wide,
      seen: wants(1, 9),
      gives: { desired: 9, blockedBy: 'stabilization' },
    },
    {
      name: 'without history holds the current size for a whole window: out',
      policy: out({ stabilization: 60 }),
      seen: wants(9, 1),
      gives: { desired: 1, blockedBy: 'stabilization' },
    },
    {
      name: 'of 0 takes the proposal as it is',
      policy: into({ stabilization: 0 }),
      seen: wants(1, 9, proposals(9, 9)),
      gives: 1,
    },
    {
      name: 'never turns a shrink into growth',
      policy: wide,
      seen: wants(3, 5, proposals(20)),
      gives: { desired: 5, direction: 'hold' },
    },
    {
      name: 'never turns growth into a shrink',
      policy: out({ stabilization: 600 }),
      seen: wants(9, 5, proposals(1)),
      gives: { desired: 5, direction: 'hold' },
    },
    { name: 'has a window for each direction', policy: wide, seen: wants(9, 5, proposals(1)), gives: 9 },
    {
      name: 'lets through what was proposed all along',
      policy: wide,
      seen: wants(3, 9, proposals(3, 2, 3)),
      gives: { desired: 3, blockedBy: null },
    },
  ]);
});
