import { describe, expect, test } from 'vitest';
import { onWorkerEvent, type WorkerEvent } from '../../../shared/evaluation/index.ts';
import type { FoundWorker, ProviderAdapter } from '../../../shared/providers/index.ts';
import { acceptedVersion, NOON } from '../../contracts/examples.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';

const event = (kind: WorkerEvent['kind'], worker = 'i-1'): WorkerEvent => ({ kind, worker, at: NOON });
const RUNNING: FoundWorker = { group: 'ci', alive: true, draining: false };
const DRAINING: FoundWorker = { ...RUNNING, draining: true };
const ENDED: FoundWorker = { ...RUNNING, alive: false };

/** A group `ci` in force, whose only worker is `i-1`; every other instance is foreign. */
async function setting(worker: FoundWorker = RUNNING) {
  const table = new MemoryTable();
  await table.records.accept(acceptedVersion('ci'));
  const [evaluated, marked]: string[][] = [[], []];
  /** What had been noted when the group was evaluated. */
  const seen: string[][] = [];
  const warned = () => table.kept.get('ci')?.state?.notices ?? [];
  let failures = 0;
  const use = {
    providers: {
      find: async (id: string) => (id === 'i-1' ? { ...worker, kind: 'ec2' } : null),
      of: () => ({ markDrained: async (id: string) => void marked?.push(id) }) as unknown as ProviderAdapter,
    },
    states: table.states,
    async evaluate(group: string) {
      if (failures-- > 0) throw new Error('throttled');
      evaluated?.push(group);
      seen.push(warned().map(({ id }) => id));
    },
  };
  const handle = (told: WorkerEvent) => onWorkerEvent(told, use);
  const failNext = () => {
    failures = 1;
  };
  return { table, evaluated, marked, seen, warned, handle, failNext };
}

describe('a warning of EC2', () => {
  test.each(['interruption', 'rebalance'] as const)('%s is noted before the group is evaluated', async (kind) => {
    const world = await setting();
    expect(await world.handle(event(kind))).toEqual({ ...event(kind), result: 'evaluated', group: 'ci' });
    expect(world.warned()).toEqual([{ id: 'i-1', at: NOON, kind }]);
    expect(world.seen).toEqual([['i-1']]);
  });

  test('of a draining worker is noted as well: it is not to be taken back', async () => {
    const world = await setting(DRAINING);
    await world.handle(event('interruption'));
    expect(world.warned()).toMatchObject([{ id: 'i-1' }]);
  });

  test('that comes twice names the same worker, and evaluates again', async () => {
    const world = await setting();
    for (let times = 0; times < 2; times++) await world.handle(event('interruption'));
    expect(new Set(world.warned().map(({ id }) => id))).toEqual(new Set(['i-1']));
    expect(world.evaluated).toEqual(['ci', 'ci']);
  });

  test('that comes after the end is not noted: nothing would ever take the note away', async () => {
    const world = await setting(ENDED);
    expect(await world.handle(event('interruption'))).toMatchObject({ result: 'evaluated' });
    expect(world.warned()).toEqual([]);
  });

  test('whose evaluation fails throws, so that it comes again, and then does its work', async () => {
    const world = await setting();
    world.failNext();
    await expect(world.handle(event('rebalance'))).rejects.toThrow('throttled');
    expect(world.evaluated).toEqual([]);
    await world.handle(event('rebalance'));
    expect(world.evaluated).toEqual(['ci']);
  });
});

describe('a worker that leaves', () => {
  test.each([
    ['ended', ENDED],
    ['still shown as running, since EC2 shows changes late', RUNNING],
  ])('by itself has its group evaluated at once: %s', async (_, worker) => {
    const world = await setting(worker);
    expect(await world.handle(event('leaving'))).toMatchObject({ result: 'evaluated', group: 'ci' });
    expect(world.evaluated).toEqual(['ci']);
    expect(world.warned()).toEqual([]);
  });

  test('because it was retired is no news', async () => {
    const world = await setting({ ...ENDED, draining: true });
    expect(await world.handle(event('leaving'))).toMatchObject({ result: 'known', group: 'ci' });
    expect(world.evaluated).toEqual([]);
  });
});

describe('what a worker says of itself', () => {
  test('while it drains has its group evaluated', async () => {
    const world = await setting(DRAINING);
    expect(await world.handle(event('tagged'))).toMatchObject({ result: 'evaluated' });
    expect([world.evaluated, world.marked]).toEqual([['ci'], []]);
  });

  test('by an event, that it is done, becomes its tag before the group is evaluated', async () => {
    const world = await setting(DRAINING);
    expect(await world.handle(event('drained'))).toMatchObject({ result: 'evaluated' });
    expect([world.marked, world.evaluated]).toEqual([['i-1'], ['ci']]);
  });

  test.each([
    ['that does not drain, or was taken back meanwhile', RUNNING],
    ['that has ended meanwhile', { ...ENDED, draining: true }],
  ])('says nothing of one %s', async (_, worker) => {
    for (const kind of ['tagged', 'drained'] as const) {
      const world = await setting(worker);
      expect(await world.handle(event(kind))).toMatchObject({ result: 'known' });
      expect([world.marked, world.evaluated]).toEqual([[], []]);
    }
  });
});

test.each(['interruption', 'rebalance', 'leaving', 'tagged', 'drained'] as const)(
  'an instance that is no worker of this stage, or gone, is passed over: %s',
  async (kind) => {
    const world = await setting();
    const before = world.table.kept.get('ci')?.state;
    expect(await world.handle(event(kind, 'i-2'))).toMatchObject({ result: 'foreign', group: null });
    expect([world.marked, world.evaluated]).toEqual([[], []]);
    expect(world.table.kept.get('ci')?.state).toEqual(before);
  },
);

test('whatever the order of the events of one interruption, the group is evaluated and only a living worker is noted', async () => {
  const world = await setting(ENDED);
  for (const kind of ['leaving', 'interruption', 'leaving', 'rebalance'] as const) await world.handle(event(kind));
  expect(world.evaluated).toEqual(['ci', 'ci', 'ci', 'ci']);
  expect(world.warned()).toEqual([]);
});
