import { describe, expect, it } from 'vitest';
import { ago, decided, decides, said, type WrittenPolicy } from '../builders.ts';

const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
const wants = (jobs: number, desired: number, history: object = {}) => ({ desired, metrics: { jobs }, history });

describe('the cooldown', () => {
  const slow: WrittenPolicy = { rules, behavior: { out: { cooldown: 60 }, in: { cooldown: 300 } } };
  decides([
    {
      name: 'out holds growth until it has passed',
      policy: slow,
      seen: wants(9, 4, { lastOutAt: ago(20) }),
      gives: { desired: 4, blockedBy: 'cooldown' },
    },
    {
      name: 'out is over when it has passed',
      policy: slow,
      seen: wants(9, 4, { lastOutAt: ago(60) }),
      gives: { desired: 9, blockedBy: null },
    },
    {
      name: 'in holds a shrink until it has passed',
      policy: slow,
      seen: wants(1, 4, { lastInAt: ago(299) }),
      gives: { desired: 4, blockedBy: 'cooldown' },
    },
    { name: 'in is over when it has passed', policy: slow, seen: wants(1, 4, { lastInAt: ago(300) }), gives: 1 },
    {
      name: 'out does not hold a shrink, nor in growth',
      policy: slow,
      seen: wants(9, 4, { lastInAt: ago(1) }),
      gives: 9,
    },
    {
      name: 'does not hold the way back into the bounds',
      policy: { ...slow, capacity: { min: 6, max: 9 } },
      seen: wants(9, 4, { lastOutAt: ago(1) }),
      gives: { desired: 6, direction: 'out', blockedBy: 'cooldown' },
    },
  ]);

  it('says when the cooldown ends, and how long it is until then', () => {
    const decision = decided(slow, wants(9, 4, { lastOutAt: ago(20.5) }));
    expect(said(decision)).toBe(
      'Hold at 4. Rules asked for 9 (jobs 9, 1 per worker). In the scale-out cooldown until 2026-11-21 12:00:40 UTC (40 s of 60 s left).',
    );
    expect(decision.reason.params['constraint']).toMatchObject({
      params: { until: '2026-11-21T12:00:40.000Z', left: 39.5, cooldown: 60 },
    });
  });
});

describe('the bounds', () => {
  const within = (min: number, max: number, more: WrittenPolicy = {}): WrittenPolicy => ({
    rules,
    capacity: { min, max },
    ...more,
  });
  const stuck: WrittenPolicy = { behavior: { out: { select: 'disabled' }, in: { select: 'disabled' } } };
  decides([
    {
      name: 'the maximum caps growth',
      policy: within(1, 6),
      seen: wants(9, 4),
      gives: { desired: 6, blockedBy: 'at-max' },
    },
    {
      name: 'at the maximum the group holds',
      policy: within(1, 6),
      seen: wants(9, 6),
      gives: { desired: 6, direction: 'hold', blockedBy: 'at-max' },
    },
    {
      name: 'the minimum stops a shrink',
      policy: within(2, 6),
      seen: wants(0, 4),
      gives: { desired: 2, blockedBy: 'at-min' },
    },
    {
      name: 'at the minimum the group holds',
      policy: within(2, 6),
      seen: wants(0, 2),
      gives: { desired: 2, direction: 'hold', blockedBy: 'at-min' },
    },
    {
      name: 'below the minimum the group goes to it, whatever its behavior',
      policy: within(3, 6, stuck),
      seen: wants(1, 1),
      gives: { desired: 3, direction: 'out', blockedBy: null },
    },
    {
      name: 'above the maximum the group goes to it, whatever its behavior',
      policy: within(1, 3, stuck),
      seen: wants(9, 6),
      gives: { desired: 3, direction: 'in' },
    },
    {
      name: 'above the maximum the maximum blocks growth, even if something else had held it before',
      policy: within(1, 3, stuck),
      seen: wants(9, 6),
      gives: { desired: 3, blockedBy: 'at-max' },
    },
    {
      name: 'below the minimum the minimum blocks a shrink, even if something else had held it before',
      policy: within(3, 6, stuck),
      seen: wants(0, 2),
      gives: { desired: 3, blockedBy: 'at-min' },
    },
    {
      name: 'below the floor the floor blocks a shrink, even if something else had held it before',
      policy: within(0, 6, { ...stuck, guards: { floor: 3 } }),
      seen: wants(0, 2),
      gives: { desired: 3, blockedBy: 'floor' },
    },
    {
      name: 'above the maximum, what slows down a shrink that would go further is what blocks',
      policy: within(1, 5, stuck),
      seen: wants(2, 6),
      gives: { desired: 5, blockedBy: 'limit' },
    },
    { name: 'min = max pins the group: out', policy: within(5, 5), seen: wants(0, 4), gives: 5 },
    { name: 'min = max pins the group: in', policy: within(5, 5), seen: wants(9, 6), gives: 5 },
    { name: 'max = 0 empties the group', policy: within(0, 0), seen: wants(9, 3), gives: 0 },
  ]);
});
