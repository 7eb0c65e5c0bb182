import { describe, expect, test } from 'vitest';
import { preview } from '../../../../shared/evaluation/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { poolText } from '../../../../shared/presentation/status/pool-text.ts';
import { POOLS, policyOf, setting } from '../setting.ts';
import { filled, minutes, parked, withPool, workersOf } from './warm-pools.ts';

/** Each worker and member has four units of capacity. */
function withHeavyPool(document: Partial<PolicyDocument>): PolicyDocument {
  const { provider, ...rest } = withPool({}, document);
  if (provider?.kind !== 'ec2') throw new Error('not of ec2');
  return { ...rest, provider: { ...provider, instanceTypes: [{ type: 'c7g.large', weight: 4 }] } };
}

const versionsOf = (world: ReturnType<typeof setting>, ids: readonly string[]) =>
  world.fleet.shownNow(ids).map(({ template }) => template?.version);

describe('a warm pool', () => {
  test('is filled in quiet times, prepared and parked, and never counts', async () => {
    const world = await filled();
    expect(parked(world)).toHaveLength(2);
    expect(workersOf(world)).toHaveLength(1);
    expect(world.state().decision.desired).toBe(1);
    expect(world.state().pool.members).toHaveLength(2);
    expect(world.state().provider.launched).toEqual([]);
    expect(world.state().counters).toMatchObject({ launched: 0, terminated: 0 });
    const seen = await preview('ci', world.dependencies);
    expect([seen?.workers?.length, seen?.members?.map(({ rest }) => rest)]).toEqual([1, ['parked', 'parked']]);
    const writes = world.writes();
    expect((await world.evaluate()).result).toBe('held');
    expect(world.writes()).toBe(writes);
  });

  test('is started before anything is launched, and refilled afterwards', async () => {
    const world = await filled();
    const members = parked(world);
    world.queues.set('jobs', { waiting: 40 });
    const report = await world.evaluate();
    expect(report.outcome).toMatchObject({ kind: 'launch' });
    expect(report.outcome?.kind === 'launch' && report.outcome.launched).toMatchObject([
      { id: members[0], warm: 'true' },
      { id: members[1], warm: 'true' },
      { instanceType: 'c7g.large' },
    ]);
    expect(workersOf(world)).toHaveLength(4);
    expect(world.fleet.members('ci')).toEqual([]);
    await minutes(world, 5);
    expect(workersOf(world)).toHaveLength(4);
    expect(parked(world)).toHaveLength(2);
    expect([...world.fleet.starts.values()]).toEqual([1, 1]);
  });

  test('without capacity for a start, keeps its members, and others are launched', async () => {
    const world = await filled();
    for (const subnet of ['a', 'b']) world.fleet.makeShort(`c7g.large/subnet-${subnet}/on-demand`);
    world.queues.set('jobs', { waiting: 30 });
    const report = await world.evaluate();
    expect(report.outcome).toMatchObject({ kind: 'launch', launched: [] });
    expect(parked(world)).toHaveLength(2);
    for (const subnet of ['a', 'b']) world.fleet.hasCapacityAgain(`c7g.large/subnet-${subnet}/on-demand`);
    world.pass(240);
    await world.evaluate();
    expect(workersOf(world)).toHaveLength(3);
  });

  test('of workers with weights holds as many as could start below the maximum', async () => {
    // One worker is there, and one more would have all units that may come.
    const world = await filled(withHeavyPool({ capacity: { min: 4, max: 8 } }));
    expect(parked(world)).toHaveLength(1);
  });

  test('that somebody empties is refilled; a member that somebody starts is parked again', async () => {
    const world = await filled();
    const [one = '', other = ''] = parked(world);
    world.fleet.vanish(one);
    world.fleet.start(other);
    await minutes(world, 7);
    expect(parked(world)).toHaveLength(2);
    expect(parked(world)).toContain(other);
    expect(workersOf(world)).toHaveLength(1);
  });

  test('is renewed by another version of the template', async () => {
    const world = await filled(withPool({}, {}));
    const before = parked(world);
    world.fleet.templateVersion = '2';
    world.queues.set('jobs', { waiting: 40 });
    await minutes(world, 8);
    expect(parked(world)).toHaveLength(2);
    expect(parked(world).some((id) => before.includes(id))).toBe(false);
  });

  test('is renewed when its members are too old: a fresh one comes first', async () => {
    const world = await filled(withPool({ maxAge: '1h' }));
    const before = parked(world);
    world.pass(3600);
    const counts: number[] = [];
    for (let minute = 0; minute < 6; minute++) {
      await world.evaluate();
      counts.push(parked(world).length);
      world.pass(60);
    }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(parked(world)).toHaveLength(2);
    expect(parked(world).some((id) => before.includes(id))).toBe(false);
  });

  test('of workers with weights counts in units where decisions use it', async () => {
    const world = await filled(withHeavyPool({ capacity: { min: 0, max: 40 } }));
    expect(parked(world)).toHaveLength(2);
    const refills = (await world.activities()).filter(({ intent }) => intent.kind === 'pool');
    expect(refills.map(({ intent }) => intent)).toContainEqual(expect.objectContaining({ count: 2 }));
    expect(new Set(refills.map(({ status }) => status))).toEqual(new Set(['done']));
    const seen = await preview('ci', world.dependencies);
    expect(seen?.observation?.pool).toMatchObject({ size: 8, ready: 8 });
    // Two units are missing. A launch would bring four, too, but later.
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    expect(parked(world)).toHaveLength(1);
    expect(workersOf(world)).toHaveLength(2);
  });

  test('goes when the policy asks for none', async () => {
    const world = await filled();
    await world.put(policyOf());
    await minutes(world, 2);
    expect(world.fleet.members('ci')).toEqual([]);
    expect(workersOf(world)).toHaveLength(1);
  });

  test.each(['drain', 'release'] as const)('goes when the policy is deleted, with onDelete: %s', async (onDelete) => {
    const world = await filled(withPool({}, { onDelete }));
    world.table.of('ci').document = null;
    await world.accept('ci');
    await minutes(world, 8);
    expect(world.fleet.members('ci')).toEqual([]);
    expect(world.state().pool.members).toEqual([]);
  });

  test('of an older version leaves after a rollout, even if somebody has started the members', async () => {
    const document = withPool();
    const { provider } = document;
    if (provider?.kind !== 'ec2') throw new Error('not of ec2');
    const world = await filled({ ...document, provider: { ...provider, rollout: { on: 'version', monitor: 0 } } });
    const members = parked(world);
    world.fleet.templateVersion = '2';
    for (let minute = 0; minute < 10 && versionsOf(world, workersOf(world)).join() !== '2'; minute++)
      await minutes(world, 1);
    expect(versionsOf(world, parked(world))).toEqual(['1', '1']);
    for (const id of members) world.fleet.start(id);
    await minutes(world, 8);
    expect(versionsOf(world, workersOf(world))).toEqual(['2']);
    expect(versionsOf(world, parked(world))).toEqual(['2', '2']);
  });

  describe('of a newer version', () => {
    /** A worker of version 1 that was launched directly, and three members of version 2. */
    async function renewed() {
      const world = await filled(withPool({ size: 3 }));
      const [old = ''] = workersOf(world);
      const [member] = world.fleet.shownNow(parked(world));
      if (member?.template) world.fleet.change(old, { template: member.template });
      world.fleet.templateVersion = '2';
      world.fleet.vanish(parked(world)[0] ?? '');
      await minutes(world, 12);
      expect(versionsOf(world, parked(world))).toEqual(['2', '2', '2']);
      return world;
    }

    test('shows which workers are outdated', async () => {
      const world = await renewed();
      world.queues.set('jobs', { waiting: 20 });
      await minutes(world, 4);
      expect(versionsOf(world, workersOf(world))).toEqual(['1', '2']);
      world.queues.set('jobs', { waiting: 10 });
      await minutes(world, 8);
      expect(versionsOf(world, workersOf(world))).toEqual(['2']);
    });

    test('shows it once it was started, too, even if the pool is empty since', async () => {
      const world = await renewed();
      await minutes(world, 40);
      world.queues.set('jobs', { waiting: 40 });
      await world.evaluate();
      // Nothing refills the pool.
      for (const pool of POOLS) world.fleet.makeShort(pool);
      await minutes(world, 4);
      expect(parked(world)).toEqual([]);
      expect(versionsOf(world, workersOf(world))).toEqual(['1', '2', '2', '2']);
      world.queues.set('jobs', { waiting: 30 });
      await minutes(world, 8);
      expect(versionsOf(world, workersOf(world))).toEqual(['2', '2', '2']);
    });
  });

  test('of a paused group stays as it is', async () => {
    const world = await filled();
    const [one = ''] = parked(world);
    await world.put(withPool({ size: 5 }, { paused: true }));
    world.fleet.start(one);
    await minutes(world, 3);
    expect(world.fleet.members('ci')).toHaveLength(2);
    expect(world.fleet.stateOf(one)).toBe('running');
  });

  test('that runs is started without a call of EC2', async () => {
    const world = await filled(withPool({ state: 'running' }));
    const members = world.fleet.members('ci');
    expect(members).toHaveLength(2);
    expect(parked(world)).toEqual([]);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    expect(workersOf(world)).toEqual(expect.arrayContaining(members));
    expect(world.fleet.starts.size).toBe(0);
  });

  test('that cannot hibernate is stopped, and says so', async () => {
    const world = setting();
    world.fleet.canHibernate = false;
    world.queues.set('jobs', { waiting: 0 });
    const written = withPool({ state: 'hibernated' });
    await world.put(written);
    await minutes(world, 4);
    expect(parked(world)).toHaveLength(2);
    const told = (await world.activities()).map(({ error }) => error?.code);
    expect(told).toContain('not-parked');
    expect(world.state().pool.members).toMatchObject([{ stopped: true }, { stopped: true }]);
    const policy = parsePolicy(written);
    const text = poolText(world.state(), policy.ok ? policy.value : undefined);
    expect(text).toContain('2 stopped (EC2 refused to hibernate)');
  });

  test('never has more members than the group may grow by', async () => {
    const world = await filled(withPool({ size: 2 }, { capacity: { min: 0, max: 2 } }));
    expect(parked(world)).toHaveLength(1);
  });

  test('backs off when its refill fails, and launches go on', async () => {
    const world = setting();
    for (const subnet of ['a', 'b']) world.fleet.makeShort(`c7g.large/subnet-${subnet}/on-demand`);
    world.queues.set('jobs', { waiting: 0 });
    await world.put(withPool());
    await minutes(world, 6);
    expect(world.fleet.members('ci')).toEqual([]);
    expect(world.state().pool.backoff).toMatchObject({ failures: expect.any(Number) });
    expect(world.state().provider.launchBackoff).toBeNull();
  });

  test('backs off when its members are never ready', async () => {
    const world = setting();
    world.queues.set('jobs', { waiting: 0 });
    await world.put(withPool());
    const seen = new Set<string>();
    for (let minute = 0; minute < 40; minute++) {
      await world.evaluate();
      for (const id of world.fleet.members('ci')) {
        seen.add(id);
        world.statusChecks.impair(id);
      }
      world.pass(60);
    }
    expect(world.state().pool.backoff).toMatchObject({ because: { code: 'pool-dropped' } });
    expect(seen.size).toBeLessThanOrEqual(12);
    world.statusChecks.impaired = async () => new Set();
    world.pass(1800);
    await minutes(world, 5);
    expect([parked(world).length, world.state().pool.backoff]).toEqual([2, null]);
  });

  test('takes workers back that leave, while it has room', async () => {
    const world = await filled(withPool({ reuse: true, size: 2 }), 1);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    const workers = workersOf(world);
    expect(workers).toHaveLength(3);
    world.pass(60);
    world.queues.set('jobs', { waiting: 0 });
    await minutes(world, 4);
    expect(workersOf(world)).toEqual([]);
    expect(parked(world)).toHaveLength(2);
    expect(parked(world).every((id) => workers.includes(id))).toBe(true);
  });
});
