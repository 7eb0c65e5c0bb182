import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { policyOf, settled } from '../setting.ts';

const TARGETS = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/0123456789abcdef';

const withProvider = (also: object, behavior: NonNullable<PolicyDocument['behavior']> = {}): PolicyDocument => {
  const document = policyOf({ behavior });
  return { ...document, provider: { ...(document.provider as NonNullable<PolicyDocument['provider']>), ...also } };
};

describe('a worker that fails a status check', () => {
  test('is removed when its replacement is ready, and the group keeps its size', async () => {
    const world = await settled(3, policyOf(), { pendingFor: 60_000 });
    const [first = ''] = world.alive();
    world.statusChecks.impair(first);
    const report = await world.evaluate();
    expect(report).toMatchObject({
      result: 'resized',
      decision: { direction: 'hold' },
      intent: { kind: 'launch', onDemand: 1 },
    });
    expect(report.told).toContain(`${first} fails an EC2 status check: replaced`);
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    expect(world.alive()).toHaveLength(4);

    world.pass(60);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'retire', victims: [first] });
    expect(world.alive()).toHaveLength(3);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 3, workers: { ready: 3 } } });
  });

  test('is replaced with few others at the same time: a check that all fail does not replace the group', async () => {
    const guards = { velocity: { replaced: '100%' } };
    const document = { ...withProvider({ maxUnhealthyReplaced: 2, bootTimeout: 900 }), guards };
    const world = await settled(6, document, { pendingFor: 60_000 });
    for (const id of world.alive()) world.statusChecks.impair(id);
    await world.evaluate();
    await world.evaluate();
    expect(world.alive()).toHaveLength(8);
    expect(world.fleet.calls.of('terminate')).toBe(0);
  });

  test('is replaced once while the group grows, and its replacement is no growth', async () => {
    const world = await settled(3, policyOf(), { pendingFor: 60_000 });
    const [first = ''] = world.alive();
    world.statusChecks.impair(first);
    expect((await world.evaluate()).intent).toMatchObject({ onDemand: 1, replaces: 1 });

    world.queues.set('jobs', { waiting: 40 });
    const grown = await world.evaluate();
    expect(grown).toMatchObject({ decision: { desired: 4 }, intent: { onDemand: 1, replaces: 0 } });
    expect(grown.told).not.toContain(first);
    world.pass(30);
    world.queues.set('jobs', { waiting: 50 });
    expect((await world.evaluate()).intent).toMatchObject({ onDemand: 1, replaces: 0 });
    world.pass(60);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'retire', victims: [first] });
    expect(world.alive()).toHaveLength(5);
    expect(world.state().provider.replacedForHealth).toMatchObject([{ workers: 1 }]);
  });

  test('stays until its replacement is ready, even if more could be replaced', async () => {
    const world = await settled(3, withProvider({ maxUnhealthyReplaced: 2 }), { pendingFor: 60_000 });
    const [first = ''] = world.alive();
    world.statusChecks.impair(first);
    await world.evaluate();
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { pending: 1, unhealthy: 1 } } });
    world.pass(60);
    expect((await world.evaluate()).intent).toMatchObject({ kind: 'retire', victims: [first] });
  });

  test('that recovers does not leave the group larger', async () => {
    const world = await settled(3);
    const [first = ''] = world.alive();
    world.statusChecks.impair(first);
    await world.evaluate();
    expect(world.alive()).toHaveLength(4);
    world.statusChecks.impair(first, false);
    const report = await world.evaluate();
    expect(report.told).toContain('A replaced worker has recovered');
    expect(world.alive()).toHaveLength(3);
    expect(world.state()).toMatchObject({ decision: { desired: 3 }, provider: { replacementsInFlight: 0 } });
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
  });

  test('that ends by itself causes no other removal', async () => {
    const world = await settled(3);
    const [first = ''] = world.alive();
    world.statusChecks.impair(first);
    await world.evaluate();
    world.fleet.vanish(first);
    await world.evaluate();
    expect(world.state().provider.replacementsInFlight).toBe(0);
    world.fleet.add('ci');
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    expect(world.alive()).toHaveLength(4);
  });

  test('is not replaced while the group is paused', async () => {
    const world = await settled(2, policyOf({ paused: true }));
    world.statusChecks.impair(world.alive()[0] ?? '');
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { unhealthy: 1 } } });
  });
});

describe('workers behind a load balancer', () => {
  const served = withProvider({ targetGroups: [TARGETS], bootTimeout: 300 }, { in: { drain: 30 } });

  async function serving(workers: number) {
    const world = await settled(0, served);
    world.targets.create(TARGETS);
    world.queues.set('jobs', { waiting: workers * 10 });
    await world.evaluate();
    await world.evaluate();
    for (const id of world.alive()) world.targets.set(TARGETS, id, 'healthy');
    return world;
  }

  test('are registered once they run, and count as booting until they are healthy', async () => {
    const world = await settled(0, served);
    world.targets.create(TARGETS);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    expect(world.targets.registered(TARGETS)).toEqual([]);
    expect(await world.evaluate()).toMatchObject({ seen: { workers: { pending: 2, ready: 0 } } });
    expect(world.targets.registered(TARGETS).toSorted()).toEqual(world.alive().toSorted());
    for (const id of world.alive()) world.targets.set(TARGETS, id, 'healthy');
    expect(await world.evaluate()).toMatchObject({ seen: { workers: { pending: 0, ready: 2 } } });
  });

  test('are deregistered when they drain, and registered again when the drain is canceled', async () => {
    const world = await serving(2);
    world.queues.set('jobs', { waiting: 10 });
    const { decision } = await world.evaluate();
    expect(world.targets.registered(TARGETS)).not.toContain(decision?.retire[0]);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    await world.evaluate();
    expect(world.targets.registered(TARGETS)).toContain(decision?.retire[0]);
    expect(world.alive()).toHaveLength(2);
  });

  test('that never become healthy are replaced after bootTimeout, one after the other', async () => {
    const world = await serving(3);
    world.pass(301);
    for (const id of world.alive()) world.targets.set(TARGETS, id, 'unhealthy');
    await world.evaluate();
    for (let tick = 0; tick < 4; tick++) {
      world.pass(60);
      await world.evaluate();
    }
    expect(world.fleet.calls.of('launch')).toBe(2);
    expect(world.alive()).toHaveLength(4);
  });

  test('of a running group that gets a target group are registered, not replaced', async () => {
    const world = await settled(3);
    world.targets.create(TARGETS);
    await world.put(served);
    world.pass(3600);
    await world.evaluate();
    expect(world.targets.registered(TARGETS)).toHaveLength(3);
    expect(world.fleet.calls.of('launch')).toBe(0);
  });

  test('a missing target group does not block the group', async () => {
    const world = await serving(2);
    world.targets.delete(TARGETS);
    world.queues.set('jobs', { waiting: 30 });
    expect(await world.evaluate()).toMatchObject({ result: 'resized', seen: { workers: { ready: 2 } } });
  });
});

test('the replacement of a worker that EC2 will interrupt is launched before its end', async () => {
  const world = await settled(3, policyOf({ behavior: { in: { drain: 60 } } }));
  const [first = '', second = ''] = world.alive();
  await world.table.states.notice('ci', { id: first, at: world.clock(), kind: 'interruption' });
  await world.table.states.notice('ci', { id: second, at: world.clock(), kind: 'interruption' });
  expect((await world.evaluate({}, 'worker-event')).intent).toMatchObject({ kind: 'launch', onDemand: 2 });
  expect((await world.evaluate()).intent).toMatchObject({
    kind: 'retire',
    victims: expect.arrayContaining([first, second]),
  });
  world.fleet.vanish(first);
  world.pass(60);
  await world.evaluate();
  expect(world.alive()).toHaveLength(3);
  world.pass(900);
  await world.evaluate();
  expect(world.state()).toMatchObject({ notices: [], decision: { desired: 3 } });
});

test('the drain of an unhealthy worker is not canceled', async () => {
  const world = await settled(2, policyOf({ behavior: { in: { drain: 600 } } }));
  const [first = ''] = world.alive();
  world.statusChecks.impair(first);
  await world.evaluate();
  await world.evaluate();
  world.queues.set('jobs', { waiting: 30 });
  expect((await world.evaluate()).intent).toMatchObject({ takeBack: [], onDemand: 1 });
});
