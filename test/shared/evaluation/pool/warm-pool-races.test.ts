import { describe, expect, test } from 'vitest';
import type { WarmInstances } from '../../../../shared/providers/ec2/ports.ts';
import type { ListedWorker } from '../../../../shared/providers/instances/listed-worker.ts';
import { FREE, LEASE_SECONDS, type setting } from '../setting.ts';
import { filled, minutes, parked, withPool, workersOf } from './warm-pools.ts';

/** The same, but something happens before the first call of a method. */
function interrupted<Of extends object>(all: Of, method: keyof Of & string, happens: () => Promise<void>): Of {
  let isFirst = true;
  return new Proxy(all, {
    get(target, name) {
      const own = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      return async (...args: unknown[]) => {
        if (name === method && isFirst) {
          isFirst = false;
          await happens();
        }
        return own.apply(target, args);
      };
    },
  });
}

/** EC2 whose listings show these workers. */
const listing = ({ fleet }: ReturnType<typeof setting>, shown: readonly ListedWorker[]) => ({
  list: async () => new Map([['ci', [...shown]]]),
  byId: (ids: readonly string[]) => fleet.byId(ids),
  all: () => fleet.all(),
});

describe('a warm pool, when processes pause, race or end, and EC2 lists late', () => {
  test('is started by a process that then pauses for an hour: it launches no rest, as another has launched it', async () => {
    const world = await filled();
    world.queues.set('jobs', { waiting: 40 });
    const { fleet } = world;
    fleet.tokensKnownFor = 1000 * 1000;
    const warm: WarmInstances = {
      park: (...asked) => fleet.park(...asked),
      async startMembers(...asked) {
        const started = await fleet.startMembers(...asked);
        world.pass(LEASE_SECONDS);
        await world.evaluate({ holder: 'function-next' });
        world.pass(3600);
        return started;
      },
    };
    await world.evaluate({ warm });
    expect(workersOf(world)).toHaveLength(4);
  });

  test.each(['writes', 'terminates'])(
    'starts no member that is terminated, if the policy is put again before that %s',
    async (moment) => {
      const document = withPool({}, { onDelete: 'release' });
      const world = await filled(document);
      world.table.of('ci').document = null;
      await world.accept('ci');
      let started: string[] = [];
      const putAgain = async () => {
        world.queues.set('jobs', { waiting: 30 });
        await world.put({ ...document, dryRun: false });
        await world.evaluate();
        started = workersOf(world);
      };
      const { fleet, dependencies } = world;
      await world.evaluate(
        moment === 'terminates'
          ? { resizer: interrupted(fleet, 'terminate', putAgain) }
          : { states: interrupted(dependencies.states, 'remember', putAgain) },
      );
      expect(started).toHaveLength(3);
      expect(workersOf(world)).toEqual(started);
    },
  );

  test('does not park again what an old listing shows as running', async () => {
    const world = await filled();
    const shown = world.fleet
      .listedNow('ci')
      .map((each) => (each.state === 'stopped' ? { ...each, state: 'running' as const } : each));
    const before = (await world.activities()).length;
    await world.evaluate({ workers: listing(world, shown) });
    expect(await world.activities()).toHaveLength(before);
    await minutes(world, 6);
    await world.evaluate({ workers: listing(world, shown) });
    expect(await world.activities()).toHaveLength(before + 1);
  });

  test('keeps members whose start EC2 refused, though their tags are listed late', async () => {
    const world = await filled();
    await minutes(world, 5);
    for (const subnet of ['a', 'b']) world.fleet.makeShort(`c7g.large/subnet-${subnet}/on-demand`);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    const members = parked(world);
    const shown = world.fleet
      .listedNow('ci')
      .map((each) => (members.includes(each.id) ? { ...each, warm: false } : each));
    for (let minute = 0; minute < 4; minute += 1) {
      world.pass(60);
      await world.evaluate({ workers: listing(world, shown) });
    }
    expect(parked(world)).toEqual(members);
    expect(world.state().pool.members.map(({ id }) => id)).toEqual(members);
  });

  test('has no member terminated that another evaluation starts at this moment', async () => {
    const world = await filled();
    await minutes(world, 5);
    const [starting = ''] = parked(world);
    const shown = world.fleet.listedNow('ci').map((each) => (each.id === starting ? { ...each, warm: false } : each));
    await world.evaluate({ workers: listing(world, shown) });
    expect(world.fleet.endingOf(starting)?.state).toBe('stopped');
    expect(world.state().provider.stopped).toEqual([]);
  });

  test('does not count a member that was terminated, whatever an old listing shows', async () => {
    const world = await filled();
    const shown = world.fleet.listedNow('ci');
    await world.put(withPool({ size: 1 }));
    await world.evaluate();
    expect(parked(world)).toHaveLength(1);
    const report = await world.evaluate({ workers: listing(world, shown) });
    expect([report.result, world.state().pool.members.map(({ id }) => id)]).toEqual(['held', parked(world)]);
  });

  test('after a crash, has the workers that had returned, and no drain ends them', async () => {
    const world = await filled(withPool({ reuse: true, size: 2 }, { behavior: { in: { ...FREE, drain: 1800 } } }));
    const [first = ''] = parked(world);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    world.pass(60);
    world.queues.set('jobs', { waiting: 0 });
    await world.evaluate();
    expect(world.state().drains).toHaveLength(1);
    world.pass(60);
    const others = workersOf(world).filter((id) => id !== first);
    world.fleet.setDrained(first);
    world.table.calls.fail('claims.settle', new Error('the function died'));
    await world.evaluate();
    world.pass(LEASE_SECONDS + 60);
    await world.evaluate();
    expect(world.state().drains.map(({ workers }) => workers)).toEqual([expect.not.arrayContaining([first])]);
    expect(world.state().drains[0]?.workers).toHaveLength(others.length);
    expect(parked(world)).toContain(first);
  });

  test('after a crash, its workers are known to come from it', async () => {
    const world = await filled();
    world.queues.set('jobs', { waiting: 30 });
    world.table.calls.fail('claims.settle', new Error('the function died'));
    await world.evaluate();
    world.pass(LEASE_SECONDS + 60);
    await world.evaluate();
    expect(world.state().provider.launched).toMatchObject([{ warm: true }, { warm: true }]);
    expect(world.state().pool.members).toEqual([]);
  });
});
