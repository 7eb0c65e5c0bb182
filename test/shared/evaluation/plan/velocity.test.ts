import { describe, expect, test } from 'vitest';
import { because } from '../../../../shared/evaluation/because.ts';
import type { UnhealthyWorker } from '../../../../shared/evaluation/observe/workers/workers.ts';
import {
  allowedBy,
  heldBack,
  replacedAfter,
  velocityLeft,
  withinVelocity,
} from '../../../../shared/evaluation/plan/velocity.ts';
import { phrase } from '../../../../shared/presentation/index.ts';
import { because as ec2 } from '../../../../shared/providers/ec2/because.ts';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, settled } from '../setting.ts';

const HOUR = 3_600_000;
const velocity = { replaced: '20%', every: 3600 } as const;

const unhealthy = (id: string, also: Partial<UnhealthyWorker> = {}): UnhealthyWorker => ({
  ...{ id, reason: ec2['status-check-failed']({}), launchedAt: NOON, protected: false },
  ...{ isTaken: false, isAtRisk: false, isBusy: false, ...also },
});
const interrupted = (id: string) => unhealthy(id, { isTaken: true, reason: because['interruption-announced']({}) });

describe('how many workers may be replaced for their health', () => {
  test.each([
    ['20%', 10, 2],
    ['20%', 14, 2],
    ['20%', 3, 1],
    ['20%', 0, 1],
    ['100%', 7, 7],
    [5, 100, 5],
  ] as const)('%s of %i workers: %i', (replaced, size, allowed) => {
    expect(allowedBy({ replaced, every: 3600 }, size)).toBe(allowed);
  });

  test('those of the last hour count', () => {
    const replaced = [
      { at: NOON - HOUR, workers: 5 },
      { at: NOON - HOUR + 1, workers: 1 },
    ];
    expect(velocityLeft(velocity, 20, replaced, NOON)).toBe(3);
    expect(velocityLeft(velocity, 20, undefined, NOON)).toBe(4);
  });

  test('of a group that has shrunk, the next one is replaced when enough of the earlier ones are an hour old', () => {
    const replacedForHealth = [
      { at: NOON - HOUR - 1, workers: 9 },
      { at: NOON - 2400_000, workers: 2 },
      { at: NOON - 1200_000, workers: 1 },
    ];
    const until = (desired: number) => {
      const group = { policy: { guards: { velocity } }, seen: { desired }, state: { provider: { replacedForHealth } } };
      return heldBack({ ...group, now: NOON } as never, 4).until;
    };
    expect(until(15)).toBe('2026-11-21T12:20:00.000Z');
    expect(until(5)).toBe('2026-11-21T12:40:00.000Z');
  });

  test('what is older than a day is forgotten', () => {
    expect(replacedAfter([{ at: NOON - 25 * HOUR, workers: 5 }], 2, NOON)).toEqual([{ at: NOON, workers: 2 }]);
    expect(replacedAfter([], 0, NOON)).toEqual([]);
  });

  test('workers that the provider takes are replaced beyond it', () => {
    const { replaced, forHealth, held } = withinVelocity([interrupted('i-1'), unhealthy('i-2')], 0, 0);
    expect({ ids: replaced.map(({ id }) => id), forHealth, held }).toEqual({ ids: ['i-1'], forHealth: 0, held: 1 });
  });

  test('a worker whose replacement is there is removed, although nobody else may be replaced', () => {
    const { replaced, forHealth, held } = withinVelocity([unhealthy('i-1'), unhealthy('i-2')], 1, 0);
    expect({ ids: replaced.map(({ id }) => id), forHealth, held }).toEqual({ ids: ['i-1'], forHealth: 0, held: 1 });
  });

  test.each([
    ['interrupted', true, 9, { replaced: ['heavy', 'light'], fresh: ['heavy'], forHealth: 0, held: 0 }],
    ['for its health', false, 9, { replaced: ['heavy', 'light'], fresh: ['heavy'], forHealth: 1, held: 0 }],
    ['for its health, when no more may be', false, 0, { replaced: ['light'], fresh: [], forHealth: 0, held: 1 }],
  ] as const)(
    'a light worker has a replacement, and an older, heavy one has none: %s',
    (_, isTaken, left, expected) => {
      const both = [unhealthy('heavy', { isTaken, weight: 4 }), unhealthy('light', { isTaken, weight: 1 })];
      const { replaced, fresh, ...counts } = withinVelocity(both, 1, left);
      expect({ replaced: replaced.map(({ id }) => id), fresh: fresh.map(({ id }) => id), ...counts }).toEqual(expected);
    },
  );
});

/** Evaluates once a minute, with a health check that all running workers fail. */
async function failingFor(minutes: number, document = policyOf()) {
  const world = await settled(10, document);
  const launched = () => world.announcements.of('launched').length;
  const before = launched();
  for (let minute = 0; minute < minutes; minute += 1) {
    for (const id of world.alive()) world.statusChecks.impair(id);
    world.pass(60);
    await world.evaluate();
  }
  return { world, launched: launched() - before };
}

describe('a health check that every worker fails', () => {
  test('ends in two replacements of ten workers within an hour, and the group goes on with what it has', async () => {
    const { world, launched } = await failingFor(50);
    expect(launched).toBe(2);
    expect(world.alive().length).toBeGreaterThanOrEqual(10);
    const report = await world.evaluate();
    const held = report.notes?.find(({ code }) => code === 'replacements-held-back');
    expect(held && phrase(held)).toMatch(
      /^\d+ unhealthy workers? not replaced: guards\.velocity allows 2 within 60 min; no more until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
    );
  });

  test('goes on an hour later', async () => {
    const { launched } = await failingFor(70);
    expect(launched).toBeGreaterThan(2);
  });

  test('follows the policy', async () => {
    const document = { ...policyOf(), guards: { velocity: { replaced: 4, every: '1h' } } };
    expect((await failingFor(50, document)).launched).toBe(4);
  });

  test('notifies once, after fifteen minutes', async () => {
    const { world } = await failingFor(50);
    expect(world.announcements.conditions()).toEqual(['replacing-in-loop started']);
    const { reason } = world.announcements.events.find(({ type }) => type === 'Group Replacing') ?? {};
    expect(reason && phrase(reason)).toMatch(
      /^The group has replaced as many unhealthy workers as guards\.velocity allows: 2 within 60 min; no more until .+ UTC\. \d+ unhealthy workers? waits?\. A health check/,
    );
  });
});
