import { describe, expect, it } from 'vitest';
import { ago, decided, decides, NOW, said, type WrittenPolicy } from '../builders.ts';

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

  const saidOf = (policy: WrittenPolicy, seen: Parameters<typeof decided>[1]) =>
    said(decided(policy, seen)).replace(/^.*?Stabilization: /, '');

  it.each([
    [
      'the highest proposal',
      wide,
      wants(3, 9, proposals(8, 7, 8, 4)),
      // The last 8 was two minutes ago.
      'the highest proposal of the last 600 s is 8; no fewer than 8 until 2026-11-21 12:08:00 UTC (8 min left).',
    ],
    [
      'a proposal above the present size, after which one of the present size keeps it',
      wide,
      wants(3, 5, proposals(20, 5, 4)),
      'the highest proposal of the last 600 s is 20; no fewer than 5 until 2026-11-21 12:08:00 UTC (8 min left).',
    ],
    [
      'the lowest proposal',
      out({ stabilization: 180 }),
      wants(9, 5, proposals(6, 9)),
      'the lowest proposal of the last 180 s is 6; no more than 6 until 2026-11-21 12:01:00 UTC (60 s left).',
    ],
    [
      'a run of proposals that has just ended, to the whole second',
      wide,
      wants(3, 9, { proposals: [{ at: new Date(Date.parse(NOW) - 1).toISOString(), value: 8 }] }),
      'the highest proposal of the last 600 s is 8; no fewer than 8 until 2026-11-21 12:10:00 UTC (10 min left).',
    ],
    [
      'no history',
      wide,
      wants(1, 9),
      'no history of the last 600 s yet, so the current 9 counts as the proposal until 2026-11-21 12:10:00 UTC (10 min left).',
    ],
  ])('says until when it counts: %s', (_, policy, seen, text) => {
    expect(saidOf(policy, seen)).toBe(text);
  });

  it('ends when it says', () => {
    const seen = (value: number) => ({ ...wants(3, 9, proposals(8, 8, value)) });
    const { desired, reason } = decided(wide, seen(4));
    const { until } = Object(reason.params['constraint']).params;
    const at = (shift: number) => {
      const now = new Date(Date.parse(until) + shift).toISOString();
      const later = { ...seen(4), now, desired, metrics: { jobs: [{ at: now, value: 3 }] } };
      return decided(wide, later).desired;
    };
    expect([desired, at(-1000), at(0)]).toEqual([8, 8, 4]);
  });
});
