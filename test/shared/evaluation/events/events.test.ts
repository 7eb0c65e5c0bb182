import { describe, expect, test } from 'vitest';
import { adding, droppedIn, inOrder } from '../../../../shared/evaluation/events/outbox.ts';
import { examine } from '../../../../shared/operations/index.ts';
import { phrase } from '../../../../shared/presentation/index.ts';
import { outboxAfter } from '../../../../shared/state/slices/outbox.ts';
import { NOON } from '../../../contracts/examples.ts';
import { POOLS, policyOf, type Setting, settled } from '../setting.ts';

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
    const before = Object.fromEntries([1, 2, 3].map((at) => [`e${at}`, entry(at)]));
    const first = adding(before, { e4: entry(4) });
    const since = new Date(1).toISOString();
    const notice = { type: 'Events Dropped', at: 1, detail: { entries: 1, since } };
    expect(first).toEqual({ e4: entry(4), e1: null, '1_events_dropped': expect.objectContaining(notice) });
    expect(inOrder(before).map(([key]) => key)).toEqual(['e1', 'e2', 'e3']);

    const second = adding(outboxAfter(before, first), { e5: entry(5), e6: entry(6) });
    expect(second).toMatchObject({ e2: null, e3: null, '1_events_dropped': null, '3_events_dropped': { at: 3 } });
    expect(second['3_events_dropped']).toMatchObject({ detail: { entries: 3, since } });
    expect(JSON.stringify(outboxAfter(outboxAfter(before, first), second)).length).toBeLessThan(16_384);
  });

  test('for so long that events are dropped is told of in the events that follow, and by doctor until then', async () => {
    const world = await settled(1);
    world.announcements.events.length = 0;
    refuse(world);
    let published = 0;
    const { publish } = world.announcements;
    world.announcements.publish = async (events) => {
      published = Math.max(published, events.length);
      return publish.call(world.announcements, events);
    };
    for (let minute = 0; minute < 120; minute += 1) {
      world.queues.set('jobs', { waiting: minute % 2 === 0 ? 300 : 10 });
      world.pass(60);
      await world.evaluate();
    }
    const [notice] = Object.values(world.state().outbox).flatMap((entry) => droppedIn(entry) ?? []);
    expect(notice?.entries).toBeGreaterThan(10);
    const found = await examine(world.table.records, world.dependencies);
    expect(found).toMatchObject([{ kind: 'unpublished-events', reason: { params: { dropped: notice?.entries } } }]);
    world.announcements.isRefused = false;
    world.pass(60);
    await world.evaluate();
    const dropped = world.announcements.events.filter(({ type }) => type === 'Events Dropped');
    expect(dropped.map(({ detail }) => detail)).toEqual([notice]);
    expect(world.announcements.events[0]).toBe(dropped[0]);
    expect(await examine(world.table.records, world.dependencies)).toEqual([]);
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
    const { reason } = world.announcements.events.find(({ type }) => type === 'Group Paused') ?? {};
    expect(reason && phrase(reason)).toBe(
      'Scale-out paused by the policy (paused: out). To resume it, apply the policy with paused: false',
    );
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

describe('a function that dies while it accepts a policy', () => {
  const died = new Error('the process ended');
  const valid = policyOf({ capacity: { min: 0, max: 50 } });
  const invalid = { ...policyOf(), capacity: { min: 5, max: 2 } };
  /** The group after its death: the document is written, and what became of it is not published, or not noted as such. */
  async function deadAt(step: 'publish' | 'published', document: Record<string, unknown>) {
    const world = await settled(1);
    world.announcements.events.length = 0;
    const { announcements, table } = world;
    const { publish } = announcements;
    const { published } = table.states;
    if (step === 'publish') announcements.publish = () => Promise.reject(died);
    else table.states.published = () => new Promise(() => {});
    const accepting = world.put(document);
    if (step === 'publish') await expect(accepting).rejects.toBe(died);
    else await expect.poll(() => announcements.events.length).toBe(1);
    announcements.publish = publish;
    table.states.published = published;
    return world;
  }
  const cases = [
    ['accepted', valid, 'Policy Accepted'],
    ['refused', invalid, 'Policy Refused'],
  ] as const;

  test.each(cases)('has its event published by the next evaluation: %s', async (_, document, type) => {
    const world = await deadAt('publish', document);
    expect(typesOf(world)).toEqual([]);
    const [waiting] = Object.values(world.state().outbox);
    expect(waiting).toMatchObject({ type });
    await world.evaluate();
    expect(typesOf(world).filter((each) => each === type)).toEqual([type]);
    expect(world.state().outbox).toEqual({});
  });

  test.each(cases)('has its event published when the change is delivered again: %s', async (_, document, type) => {
    const world = await deadAt('publish', document);
    await world.accept('ci');
    expect(typesOf(world)).toEqual([type]);
    await world.accept('ci');
    expect(typesOf(world)).toEqual([type]);
  });

  test.each(cases)('after it was published has it published again with the same id: %s', async (_, document, type) => {
    const world = await deadAt('published', document);
    world.pass(60);
    await world.accept('ci');
    expect(typesOf(world)).toEqual([type, type]);
    expect(new Set(world.announcements.events.map(({ id }) => id)).size).toBe(1);
    expect(world.state().outbox).toEqual({});
  });
});
