import { describe, expect, it } from 'vitest';
import { ago, decided, decides, toldAt, type WrittenPolicy } from '../builders.ts';

const HPA_POLICIES = 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies';
const KEP =
  'https://github.com/kubernetes/enhancements/blob/master/keps/sig-autoscaling/853-configurable-hpa-scale-velocity/README.md';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const out = (written: object): WrittenPolicy => ({ rules, behavior: { out: written } });
const into = (written: object): WrittenPolicy => ({ rules, behavior: { in: written } });
const wants = (jobs: number, desired: number, history: object = {}) => ({ desired, metrics: { jobs }, history });
const changed = (...changes: [seconds: number, by: number][]) => ({
  changes: changes.map(([seconds, by]) => ({ at: ago(seconds), by })),
});

describe(`limits, as the Kubernetes HPA documents its scaling policies (${HPA_POLICIES})`, () => {
  const example = into({
    limits: [
      { workers: 4, every: 60 },
      { percent: 10, every: 60 },
    ],
  });
  const atMostFive = into({
    limits: [
      { percent: 10, every: 60 },
      { workers: 5, every: 60 },
    ],
    select: 'min',
  });
  decides([
    {
      name: '80 on their way to 10 lose 8 in the first step',
      policy: example,
      seen: wants(10, 80),
      gives: { desired: 72, blockedBy: 'limit' },
    },
    { name: '72 lose 8 in the next: 7.2 is rounded up', policy: example, seen: wants(10, 72), gives: 64 },
    { name: '40 and fewer lose 4 at a time', policy: example, seen: wants(10, 40), gives: 36 },
    {
      name: 'the last step is only what is left',
      policy: example,
      seen: wants(10, 12),
      gives: { desired: 10, blockedBy: null },
    },
    { name: 'select min takes the smaller change: 5 of 80', policy: atMostFive, seen: wants(10, 80), gives: 75 },
    { name: 'select min takes the smaller change: 4 of 40', policy: atMostFive, seen: wants(10, 40), gives: 36 },
    {
      name: 'disabled never shrinks the group',
      policy: into({ select: 'disabled' }),
      seen: wants(1, 9),
      gives: { desired: 9, blockedBy: 'limit' },
    },
    {
      name: 'disabled never grows the group',
      policy: out({ select: 'disabled' }),
      seen: wants(9, 1),
      gives: { desired: 1, blockedBy: 'limit' },
    },
    {
      name: `900 % grow 1 to 10 (${KEP}#story-1-scale-up-as-fast-as-possible)`,
      policy: out({ limits: [{ percent: 900, every: 60 }] }),
      seen: wants(1000, 1),
      gives: 10,
    },
    {
      name: `900 % grow 10 to 100 (same story)`,
      policy: out({ limits: [{ percent: 900, every: 60 }] }),
      seen: wants(1000, 10),
      gives: 100,
    },
    {
      name: `one worker every 5 minutes grows 2 to 3 (${KEP}#story-3-scale-up-very-gradually-usual-scale-down-process)`,
      policy: out({ limits: [{ workers: 1, every: 300 }] }),
      seen: wants(9, 2, changed([300, 1])),
      gives: 3,
    },
  ]);
});

describe('limits', () => {
  const both = {
    limits: [
      { percent: 100, every: 60 },
      { workers: 4, every: 60 },
    ],
  };
  decides([
    { name: 'the larger of two changes wins: 4 workers from 2', policy: out(both), seen: wants(99, 2), gives: 6 },
    { name: 'the larger of two changes wins: 100 % from 10', policy: out(both), seen: wants(99, 10), gives: 20 },
    {
      name: 'count what was added within the period',
      policy: out(both),
      seen: wants(99, 6, changed([30, 4])),
      gives: { desired: 6, blockedBy: 'limit' },
    },
    { name: 'forget what was added before it', policy: out(both), seen: wants(99, 6, changed([60, 4])), gives: 12 },
    {
      name: 'count what was removed within the period as room to grow',
      policy: out({ limits: [{ workers: 1, every: 60 }] }),
      seen: wants(99, 5, changed([10, -3])),
      gives: 9,
    },
    {
      name: 'count changes made by hand',
      policy: into({ limits: [{ workers: 2, every: 60 }] }),
      seen: wants(0, 8, changed([10, -2])),
      gives: { desired: 8, blockedBy: 'limit' },
    },
    {
      name: 'each have a period of their own',
      policy: into({
        limits: [
          { workers: 5, every: 60 },
          { workers: 6, every: 600 },
        ],
        select: 'min',
      }),
      seen: wants(0, 10, changed([120, -4])),
      gives: 8,
    },
    {
      name: 'going out a percentage is rounded up',
      policy: out({ limits: [{ percent: 10, every: 60 }] }),
      seen: wants(99, 11),
      gives: 13,
    },
    {
      name: 'going out a decimal product is exact: 10 and 10 % are 11',
      policy: out({ limits: [{ percent: 10, every: 60 }] }),
      seen: wants(99, 10),
      gives: 11,
    },
    {
      name: 'going out a percentage starts a group from zero',
      policy: out({ limits: [{ percent: 10, every: 60 }] }),
      seen: wants(99, 0),
      gives: 1,
    },
    {
      name: 'going in a percentage removes at least one',
      policy: into({ limits: [{ percent: 10, every: 60 }] }),
      seen: wants(0, 3),
      gives: 2,
    },
    {
      name: 'going in a decimal product is exact: 10 less 90 % is 1',
      policy: into({ limits: [{ percent: 90, every: 60 }] }),
      seen: wants(0, 10),
      gives: 1,
    },
    { name: 'an empty list is no limit', policy: out({ limits: [] }), seen: wants(99, 1), gives: 99 },
    {
      name: 'a change beyond the limit by hand never reverses the direction',
      policy: out({ limits: [{ workers: 1, every: 60 }] }),
      seen: wants(99, 9, changed([10, 8])),
      gives: { desired: 9, direction: 'hold' },
    },
  ]);

  it.each([
    [
      'out',
      out(both),
      wants(99, 2),
      'Limited to 4 workers per 60 s: 2 → 6; no more until 2026-11-21 12:01:00 UTC (60 s left)',
    ],
    [
      'out after a change in the period',
      out({ limits: [{ workers: 4, every: 60 }] }),
      wants(99, 4, changed([40, 2])),
      'Limited to 4 workers per 60 s: 2 → 6; no more until 2026-11-21 12:00:20 UTC (20 s left)',
    ],
    [
      'in after a change that has used up the limit',
      into({ limits: [{ workers: 2, every: 600 }] }),
      wants(0, 8, changed([100, -2])),
      'Limited to 2 workers per 600 s: 10 → 8; no fewer until 2026-11-21 12:08:20 UTC (9 min left)',
    ],
    [
      'by several periods',
      into({
        limits: [
          { workers: 5, every: 60 },
          { workers: 6, every: 600 },
        ],
        select: 'min',
      }),
      wants(0, 10, changed([120, -4])),
      'Limited to 6 workers per 600 s: 14 → 8; no fewer until 2026-11-21 12:08:00 UTC (8 min left)',
    ],
  ])('say what they allow, and when they allow more: %s', (_, policy, seen, text) => {
    expect(toldAt(decided(policy, seen), 'limits')).toBe(text);
  });
});
