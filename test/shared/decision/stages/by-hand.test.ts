import { describe, expect, it } from 'vitest';
import {
  ago,
  decided,
  decides,
  NOW,
  observationOf,
  policyOf,
  said,
  toldAt,
  type WrittenPolicy,
  workersOf,
} from '../builders.ts';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const policy = (more: WrittenPolicy = {}): WrittenPolicy => ({ rules, ...more });
const LATER = ago(-3600);
const ann = { by: 'ann', because: 'load test' };
const set = (workers: number, more: object = {}) => ({ scale: { workers, until: LATER, ...ann, ...more } });
const seen = (jobs: number | null, desired: number, manual: object, more: object = {}) => ({
  ...{ desired, manual, metrics: { jobs }, ...more },
});

describe('a pause by hand', () => {
  const paused = (direction: true | 'out' | 'in', more: object = {}) => ({
    pauses: [{ paused: direction, ...ann, ...more }],
  });
  const held = { desired: 4, direction: 'hold', blockedBy: 'paused' } as const;
  decides([
    { name: 'holds growth', policy: policy(), seen: seen(9, 4, paused(true)), gives: held },
    { name: 'holds a scale-in', policy: policy(), seen: seen(1, 4, paused(true)), gives: held },
    { name: 'of one direction holds it', policy: policy(), seen: seen(9, 4, paused('out')), gives: held },
    { name: 'of one direction leaves the other', policy: policy(), seen: seen(1, 4, paused('out')), gives: 1 },
    {
      name: 'counts before its end',
      policy: policy(),
      seen: seen(9, 4, paused(true, { until: ago(-1) })),
      gives: held,
    },
    { name: 'is over at its end', policy: policy(), seen: seen(9, 4, paused(true, { until: NOW })), gives: 9 },
    {
      name: 'adds to that of the policy',
      policy: policy({ paused: 'in' }),
      seen: seen(1, 4, paused('out')),
      gives: held,
    },
    {
      name: 'keeps even a group below its minimum',
      policy: policy({ capacity: { min: 6, max: 9 } }),
      seen: seen(4, 4, paused(true)),
      gives: held,
    },
  ]);

  it('says who, until when and why, and how to resume it', () => {
    const decision = decided(policy(), seen(9, 4, paused(true, { until: LATER })));
    expect(said(decision)).toBe(
      'Hold at 4. Rules asked for 9 (jobs 9, 1 per worker). Paused by ann until 2026-11-21 13:00:00 UTC: load test. To resume it earlier, run "npx headcount resume fleet".',
    );
    expect(toldAt(decided(policy(), seen(9, 4, paused('out'))), 'manual:pause')).toBe(
      'Scale-out paused by ann until you resume it: load test. To resume it, run "npx headcount resume fleet"',
    );
  });

  it('beside a pause of the policy, both are in the trace, and the one without an end is the reason', () => {
    const decision = decided(policy({ paused: true }), seen(9, 4, paused(true, { until: LATER })));
    expect(decision.trace.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['paused', 'manual:pause']));
    expect(said(decision)).toContain('Paused by the policy (paused: true).');
  });

  it('of several, the one that lasts longest is the reason', () => {
    const pauses = [
      { paused: true, by: 'ann', until: ago(-60) },
      { paused: 'out', by: 'bob', until: ago(-120) },
      { paused: 'in', by: 'eve' },
    ];
    expect(said(decided(policy(), seen(9, 4, { pauses })))).toContain('Scale-out paused by bob');
  });
});

describe('a size set by hand', () => {
  const slow = { cooldown: 3600, stabilization: 3600, limits: [{ workers: 1, every: 60 }] };
  const limited = policy({ behavior: { out: slow, in: slow } });
  const recent = { history: { lastOutAt: ago(1), lastInAt: ago(1), proposals: [{ at: ago(5), value: 4 }] } };
  decides([
    {
      name: 'is reached at once, whatever slows down the rules',
      policy: limited,
      seen: seen(4, 4, set(8), recent),
      gives: { desired: 8, direction: 'out', blockedBy: null },
    },
    {
      name: 'below the present size, too',
      policy: limited,
      seen: seen(4, 4, set(2), recent),
      gives: { desired: 2, direction: 'in', blockedBy: null },
    },
    { name: 'is a ceiling', policy: policy(), seen: seen(9, 5, set(5)), gives: { desired: 5, blockedBy: 'at-max' } },
    { name: 'is a floor', policy: policy(), seen: seen(1, 5, set(5)), gives: { desired: 5, blockedBy: 'at-min' } },
    {
      name: 'that the rules ask for, too',
      policy: policy(),
      seen: seen(5, 5, set(5)),
      gives: { desired: 5, blockedBy: null },
    },
    {
      name: 'is reached without data',
      policy: policy(),
      seen: seen(null, 5, set(2)),
      gives: { desired: 2, direction: 'in', blockedBy: null },
    },
    { name: 'is over at its end', policy: policy(), seen: seen(9, 5, set(5, { until: NOW })), gives: 9 },
    {
      name: 'stays within the bounds',
      policy: policy({ capacity: { min: 3, max: 6 } }),
      seen: seen(5, 5, set(8)),
      gives: { desired: 6, direction: 'out' },
    },
    {
      name: 'goes beyond the bounds if it is forced',
      policy: policy({ capacity: { min: 3, max: 6 } }),
      seen: seen(5, 5, set(8, { beyondBounds: true })),
      gives: { desired: 8, direction: 'out', blockedBy: null },
    },
    {
      name: 'never beyond an open cap, even if it is forced',
      policy: policy({
        capacity: { min: 3, max: 6 },
        guards: { cap: [{ cron: '0 11 * * SAT', lasts: '2h', max: 7 }] },
      }),
      seen: seen(5, 5, set(8, { beyondBounds: true })),
      gives: { desired: 7, blockedBy: 'at-max' },
    },
    {
      name: 'never below the floor, even if it is forced',
      policy: policy({ capacity: { min: 3, max: 6 }, guards: { floor: 2 } }),
      seen: seen(5, 5, set(1, { beyondBounds: true })),
      gives: { desired: 2 },
    },
    {
      name: 'changes nothing while the group is paused',
      policy: policy(),
      seen: seen(5, 5, { ...set(8), pauses: [{ paused: true, by: 'bob' }] }),
      gives: { desired: 5, blockedBy: 'paused' },
    },
    {
      name: 'keeps protected and busy workers',
      policy: policy(),
      seen: seen(5, 5, set(1), { workers: workersOf(5).map((worker, index) => ({ ...worker, busy: index < 3 })) }),
      gives: { desired: 3, blockedBy: 'protected', retire: ['ready-3', 'ready-4'] },
    },
    {
      name: 'ends workers in the usual order',
      policy: policy(),
      seen: seen(4, 4, set(2), { workers: [...workersOf(3), ...workersOf(1, 'unhealthy')] }),
      gives: { desired: 2, retire: ['unhealthy-0', 'ready-0'] },
    },
  ]);

  it('says who, until when and why, also where the rules agree', () => {
    const text = (jobs: number, desired: number) => said(decided(policy(), seen(jobs, desired, set(5))));
    const why = 'Size set to 5 by ann until 2026-11-21 13:00:00 UTC: load test.';
    expect(text(9, 5)).toBe(`Hold at 5. Rules asked for 9 (jobs 9, 1 per worker). ${why}`);
    expect(text(9, 2)).toBe(`Scale out 2 → 5. Rules asked for 9 (jobs 9, 1 per worker). ${why}`);
    expect(text(5, 5)).toContain(why);
  });
});

it('an observation without it decides as before', () => {
  const observation = observationOf({ desired: 4, metrics: { jobs: 4 } });
  expect(observation).not.toHaveProperty('manual');
  expect(policyOf(policy()).paused).toBe(false);
});
