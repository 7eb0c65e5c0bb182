import { describe, expect, test } from 'vitest';
import { adding, inOrder } from '../../../shared/evaluation/events/outbox.ts';
import { NOON } from '../../contracts/examples.ts';
import { POOLS, policyOf, type Setting, settled } from './setting.ts';

const typesOf = (world: Setting): string[] => world.announcements.events.map(({ type }) => type);
const refuse = (world: Setting): void => {
  world.announcements.isRefused = true;
};
const last = (world: Setting, type: string) => world.announcements.events.findLast((event) => event.type === type);

describe('a resize', () => {
  test('is reported from its decision to its end, with the same ids for a consumer', async () => {
    const world = await settled(1);
    world.announcements.events.length = 0;
    world.queues.set('jobs', { waiting: 30 });
    const { activity } = await world.evaluate();
    expect(world.announcements.events.map(({ type, id }) => `${type}: ${id}`)).toEqual([
      `Scaling Decided: ${activity}/scaling-decided`,
      `Resize Started: ${activity}/resize-started`,
      `Worker Launched: ${activity}/worker-launched`,
      `Resize Completed: ${activity}/resize-completed`,
    ]);
    expect(world.state().outbox).toEqual({});
    expect(world.state().counters).toMatchObject({ activities: { 'launch done': 1 }, launched: 2 });
  });

  test('costs one write more than before, and a quiet evaluation none', async () => {
    const world = await settled(1);
    world.table.calls.clear();
    await world.evaluate();
    expect(world.table.calls.of('states.published')).toBe(0);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    expect(world.table.calls.of('states.published')).toBe(1);
  });

  test('that launches nothing has failed', async () => {
    const world = await settled(1);
    for (const pool of POOLS) world.fleet.makeShort(pool);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    expect(last(world, 'Resize Failed')?.detail).toMatchObject({ launches: 2, launched: 0, status: 'failed' });
    expect(Object.keys(world.state().counters.launchFailures)).toEqual(['InsufficientInstanceCapacity']);
  });

  test('counts the time until its workers are ready', async () => {
    const world = await settled(1, policyOf({ warmup: 60 }));
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    for (let minute = 0; minute < 3; minute += 1) {
      world.pass(60);
      await world.evaluate();
    }
    const { launchToReady, breachToReady } = world.state().counters;
    expect(launchToReady.counts.reduce((sum, each) => sum + each, 0)).toBe(2);
    expect(launchToReady.sum).toBeGreaterThanOrEqual(120);
    expect(breachToReady).toEqual(launchToReady);
  });
});

describe('a bus that refuses', () => {
  test('delays events until it accepts them again, in their order', async () => {
    const world = await settled(1);
    world.announcements.events.length = 0;
    refuse(world);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    expect(world.announcements.events).toEqual([]);
    expect(Object.keys(world.state().outbox)).toHaveLength(2);
    world.announcements.isRefused = false;
    world.pass(60);
    await world.evaluate();
    expect(typesOf(world).slice(0, 4)).toEqual([
      ...['Scaling Decided', 'Resize Started', 'Worker Launched', 'Resize Completed'],
    ]);
    expect(world.state().outbox).toEqual({});
  });

  test('for an hour costs a group little room, whatever it does', async () => {
    const world = await settled(1);
    refuse(world);
    for (let minute = 0; minute < 60; minute += 1) {
      world.queues.set('jobs', { waiting: minute % 2 === 0 ? 300 : 10 });
      world.pass(60);
      await world.evaluate();
    }
    const { outbox } = world.state();
    expect(JSON.stringify(outbox).length).toBeLessThan(17_000);
    expect(Object.keys(outbox).length).toBeGreaterThan(50);
  });

  test('drops the oldest events beyond the bound', () => {
    const entry = (at: number) => ({
      ...{ at, type: 'Scaling Held', reason: { code: 'cooldown', params: {} }, detail: { text: 'x'.repeat(4000) } },
    });
    const before = Object.fromEntries([1, 2, 3, 4].map((at) => [`e${at}`, entry(at)]));
    expect(adding(before, { e5: entry(5) })).toMatchObject({ e5: { at: 5 }, e1: null });
    expect(inOrder(before).map(([key]) => key)).toEqual(['e1', 'e2', 'e3', 'e4']);
  });
});

describe('what holds a group', () => {
  test('is reported when it changes, and not at every evaluation', async () => {
    const world = await settled(2, policyOf({ capacity: { min: 0, max: 2 } }));
    world.queues.set('jobs', { waiting: 90 });
    for (let minute = 0; minute < 3; minute += 1) await world.evaluate();
    const held = world.announcements.events.filter(({ type }) => type === 'Scaling Held');
    expect(held.map(({ detail }) => detail['blockedBy'])).toEqual(['at-max']);
  });

  test('a pause is reported when it begins and when it ends', async () => {
    const world = await settled(2);
    world.announcements.events.length = 0;
    await world.put(policyOf({ paused: 'out' }));
    await world.evaluate();
    await world.evaluate();
    await world.put(policyOf());
    await world.evaluate();
    expect(typesOf(world)).toEqual(['Policy Accepted', 'Group Paused', 'Policy Accepted', 'Group Resumed']);
  });
});

describe('an unhealthy worker', () => {
  test('is reported once, and when it was replaced', async () => {
    const world = await settled(3);
    const [bad = ''] = world.alive();
    world.statusChecks.impair(bad);
    for (let minute = 0; minute < 5; minute += 1) {
      world.pass(60);
      await world.evaluate();
    }
    expect(world.announcements.of('unhealthy')).toEqual([bad]);
    expect(world.announcements.of('replaced')).toEqual([bad]);
    expect(world.state().counters.replaced).toBe(1);
  });
});

describe('a policy', () => {
  test('is reported when it is accepted or refused, once', async () => {
    const world = await settled(1);
    world.announcements.events.length = 0;
    await world.put({ ...policyOf(), capacity: { min: 5, max: 2 } });
    await world.accept('ci');
    await world.put(policyOf({ capacity: { min: 0, max: 50 } }));
    expect(typesOf(world)).toEqual(['Policy Refused', 'Policy Accepted']);
    expect(world.announcements.events[0]).toMatchObject({ id: expect.stringContaining('ci/'), at: NOON });
    expect(world.announcements.events[0]?.detail).toMatchObject({ policyVersion: 1, more: 0 });
    expect(world.announcements.events[1]?.detail).toMatchObject({ policyVersion: 2 });
  });

  test('that is not valid after an edit that keeps the attributes of the change before has an unknown author', async () => {
    const world = await settled(1);
    await world.table.records.put(policyOf(), { by: 'anna', through: 'command', because: 'as it was' });
    await world.accept('ci');
    world.announcements.events.length = 0;
    const edited = world.table.of('ci');
    edited.document = { ...edited.document, capacity: { min: 5, max: 2 } };
    await world.accept('ci');
    expect(world.announcements.events).toMatchObject([{ type: 'Policy Refused', detail: { by: null, because: null } }]);
  });

  test('that goes back to an earlier version says to which', async () => {
    const world = await settled(1);
    world.announcements.events.length = 0;
    const change = { by: 'anna', through: 'command' as const, because: 'too small', rolledBackTo: 1 };
    await world.table.records.put(policyOf({ capacity: { min: 0, max: 9 } }), change);
    await world.accept('ci');
    expect(world.announcements.events).toMatchObject([
      { type: 'Policy Rolled Back', detail: { policyVersion: 2, rolledBackTo: 1, by: 'anna', because: 'too small' } },
    ]);
  });
});
