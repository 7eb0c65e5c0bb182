import { describe, expect, test } from 'vitest';
import { onWorkerEvent, type WorkerEvent } from '../../../../shared/evaluation/index.ts';
import { REPORTS, type Report } from '../../../../shared/names/index.ts';
import type { FoundWorker, ProviderAdapter } from '../../../../shared/providers/index.ts';
import { acceptedVersion, NOON } from '../../../contracts/examples.ts';
import { MemoryTable } from '../../../fakes/table/memory-table.ts';

type Plain = Exclude<WorkerEvent['kind'], 'reported' | 'unreadable'>;
const event = (kind: Plain, worker = 'i-1'): WorkerEvent => ({ kind, worker, at: NOON });
const reporting = (report: Report, worker = 'i-1'): WorkerEvent => ({ kind: 'reported', report, worker, at: NOON });
const RUNNING: FoundWorker = { group: 'ci', alive: true, draining: false };
const DRAINING: FoundWorker = { ...RUNNING, draining: true };
const ENDED: FoundWorker = { ...RUNNING, alive: false };

/** A group `ci` in force, whose only worker is `i-1`; every other instance is foreign. */
async function setting(worker: FoundWorker = RUNNING) {
  const table = new MemoryTable();
  await table.records.accept(acceptedVersion('ci'));
  await table.states.noteWorkers('ci', ['i-1'], NOON);
  const lookedUp: string[] = [];
  const [evaluated, marked]: string[][] = [[], []];
  /** What had been noted when the group was evaluated. */
  const seen: string[][] = [];
  const warned = () => table.kept.get('ci')?.state?.notices ?? [];
  let failures = 0;
  const use = {
    providers: {
      find: async (id: string) => {
        lookedUp.push(id);
        return id === 'i-1' ? { ...worker, kind: 'ec2' } : null;
      },
      of: () =>
        ({
          markDrained: async (id: string) => void marked?.push(id),
          markReported: async (id: string, report: unknown, at: number) =>
            void marked?.push(`${id} ${typeof report === 'string' ? report : JSON.stringify(report)} ${at}`),
        }) as unknown as ProviderAdapter,
    },
    states: table.states,
    async evaluate(group: string) {
      if (failures-- > 0) throw new Error('throttled');
      evaluated?.push(group);
      seen.push(warned().map(({ id }) => id));
    },
  };
  const handle = (event: WorkerEvent, now = NOON) => onWorkerEvent(event, { ...use, clock: () => now });
  const failNext = () => {
    failures = 1;
  };
  return { table, lookedUp, evaluated, marked, seen, warned, handle, failNext };
}

describe('a notice of EC2', () => {
  test('of an interruption counts from its arrival, and the others from when EC2 sent them', async () => {
    for (const [kind, at] of [
      ['interruption', NOON + 10_000],
      ['rebalance', NOON],
      ['leaving', NOON],
    ] as const) {
      const world = await setting();
      await world.handle(event(kind), NOON + 10_000);
      expect(world.warned()).toMatchObject([{ id: 'i-1', at }]);
    }
  });

  test.each(['interruption', 'rebalance'] as const)('%s is recorded before the group is evaluated', async (kind) => {
    const world = await setting();
    expect(await world.handle(event(kind))).toEqual({ ...event(kind), result: 'evaluated', group: 'ci' });
    expect(world.warned()).toEqual([{ id: 'i-1', at: NOON, kind }]);
    expect(world.seen).toEqual([['i-1']]);
  });

  test('is recorded for a draining worker, too, so that its drain is not canceled', async () => {
    const world = await setting(DRAINING);
    await world.handle(event('interruption'));
    expect(world.warned()).toMatchObject([{ id: 'i-1' }]);
  });

  test('that is delivered twice evaluates again', async () => {
    const world = await setting();
    for (let times = 0; times < 2; times++) await world.handle(event('interruption'));
    expect(new Set(world.warned().map(({ id }) => id))).toEqual(new Set(['i-1']));
    expect(world.evaluated).toEqual(['ci', 'ci']);
  });

  test("after the worker's end is not recorded", async () => {
    const world = await setting(ENDED);
    expect(await world.handle(event('interruption'))).toMatchObject({ result: 'evaluated' });
    expect(world.warned()).toEqual([]);
  });

  test('whose evaluation fails throws, so that it is delivered again', async () => {
    const world = await setting();
    world.failNext();
    await expect(world.handle(event('rebalance'))).rejects.toThrow('throttled');
    expect(world.evaluated).toEqual([]);
    await world.handle(event('rebalance'));
    expect(world.evaluated).toEqual(['ci']);
  });
});

describe('a worker that ends', () => {
  test.each([
    ['ended', ENDED, []],
    ['still shown as running, since EC2 shows changes late', RUNNING, [{ id: 'i-1', at: NOON, kind: 'ended' }]],
  ])('by itself triggers an evaluation that knows of its end: %s', async (_, worker, notices) => {
    const world = await setting(worker);
    expect(await world.handle(event('leaving'))).toMatchObject({ result: 'evaluated', group: 'ci' });
    expect(world.evaluated).toEqual(['ci']);
    expect(world.warned()).toEqual(notices);
  });

  test('because it was removed triggers nothing', async () => {
    const world = await setting({ ...ENDED, draining: true });
    expect(await world.handle(event('leaving'))).toMatchObject({ result: 'known', group: 'ci' });
    expect(world.evaluated).toEqual([]);
  });
});

describe('a worker that stops', () => {
  const notices = [{ id: 'i-1', at: NOON, kind: 'ended' }];

  test.each([
    ['shown as stopped', ENDED],
    ['started again meanwhile', RUNNING],
  ])('is noted before the evaluation, because somebody may start it again: %s', async (_, worker) => {
    const world = await setting(worker);
    expect(await world.handle(event('stops'))).toMatchObject({ result: 'evaluated', group: 'ci' });
    expect([world.warned(), world.seen]).toEqual([notices, [['i-1']]]);
  });

  test('while it drains is noted, because its drain may be canceled', async () => {
    const world = await setting({ ...ENDED, draining: true });
    expect(await world.handle(event('stops'))).toMatchObject({ result: 'noted', group: 'ci' });
    expect([world.warned(), world.evaluated]).toEqual([notices, []]);
  });
});

describe('an unreadable report', () => {
  const unreadable: WorkerEvent = { kind: 'unreadable', worker: 'i-1', at: NOON, problem: 'detail.report is "bsuy"' };

  test.each([RUNNING, DRAINING])('is kept with the worker, and evaluates nothing', async (worker) => {
    const world = await setting(worker);
    expect(await world.handle(unreadable)).toMatchObject({ result: 'noted', group: 'ci' });
    expect([world.marked, world.evaluated]).toEqual([
      [`i-1 ${JSON.stringify({ unreadable: 'detail.report is "bsuy"' })} ${NOON}`],
      [],
    ]);
  });

  test('about a worker that has ended, or about another instance, is ignored', async () => {
    const ended = await setting(ENDED);
    expect(await ended.handle(unreadable)).toMatchObject({ result: 'known' });
    const world = await setting();
    expect(await world.handle({ ...unreadable, worker: 'i-2' })).toMatchObject({ result: 'foreign' });
    expect([ended.marked, world.marked]).toEqual([[], []]);
  });
});

describe('a report of a worker', () => {
  test('while it drains triggers an evaluation', async () => {
    const world = await setting(DRAINING);
    expect(await world.handle(event('tagged'))).toMatchObject({ result: 'evaluated' });
    expect([world.evaluated, world.marked]).toEqual([['ci'], []]);
  });

  test('that it has drained, by an event, sets its tag before the evaluation', async () => {
    const world = await setting(DRAINING);
    expect(await world.handle(event('drained'))).toMatchObject({ result: 'evaluated' });
    expect([world.marked, world.evaluated]).toEqual([['i-1'], ['ci']]);
  });

  test.each([
    ['that does not drain, or was taken back meanwhile', RUNNING],
    ['that has ended meanwhile', { ...ENDED, draining: true }],
  ])('triggers nothing for one %s', async (_, worker) => {
    for (const kind of ['tagged', 'drained'] as const) {
      const world = await setting(worker);
      expect(await world.handle(event(kind))).toMatchObject({ result: 'known' });
      expect([world.marked, world.evaluated]).toEqual([[], []]);
    }
  });
});

describe('a report by an event', () => {
  test.each([
    ['that the worker is ready', 'ready', RUNNING],
    ['that the worker wants to retire', 'retire', RUNNING],
    ['that a draining worker is idle', 'idle', DRAINING],
  ] as const)('%s is kept, and evaluates the group', async (_, report, worker) => {
    const world = await setting(worker);
    expect(await world.handle(reporting(report))).toMatchObject({ result: 'evaluated', group: 'ci' });
    expect([world.marked, world.evaluated]).toEqual([[`i-1 ${report} ${NOON}`], ['ci']]);
  });

  test.each([
    ['busy', RUNNING],
    ['idle', RUNNING],
    ['alive', RUNNING],
    ['busy', DRAINING],
    ['alive', DRAINING],
    ['retire', DRAINING],
  ] as const)('%s is kept for the next evaluation', async (report, worker) => {
    const world = await setting(worker);
    expect(await world.handle(reporting(report))).toMatchObject({ result: 'noted', group: 'ci' });
    expect([world.marked, world.evaluated]).toEqual([[`i-1 ${report} ${NOON}`], []]);
  });

  test.each(REPORTS)('%s is ignored for a worker that has ended, and for an instance of no group', async (report) => {
    const ended = await setting(ENDED);
    expect(await ended.handle(reporting(report))).toMatchObject({ result: 'known' });
    const foreign = await setting();
    expect(await foreign.handle(reporting(report, 'i-2'))).toMatchObject({ result: 'foreign', group: null });
    expect([ended.marked, ended.evaluated, foreign.marked, foreign.evaluated]).toEqual([[], [], [], []]);
  });
});

test('a worker that asks for work or for its end by its tags is evaluated, unless it drains already or has ended', async () => {
  for (const [worker, evaluated] of [
    [RUNNING, ['ci']],
    [DRAINING, []],
    [ENDED, []],
  ] as const) {
    const world = await setting(worker);
    await world.handle(event('asks'));
    expect(world.evaluated).toEqual(evaluated);
  }
});

test.each(['interruption', 'rebalance', 'leaving', 'stops', 'tagged', 'asks', 'drained'] as const)(
  'an instance that is not a worker of this stage, or gone, is skipped: %s',
  async (kind) => {
    const world = await setting();
    const before = world.table.kept.get('ci')?.state;
    expect(await world.handle(event(kind, 'i-2'))).toMatchObject({ result: 'foreign', group: null });
    expect([world.marked, world.evaluated]).toEqual([[], []]);
    expect(world.table.kept.get('ci')?.state).toEqual(before);
  },
);

test('in any order of the events of an interruption, the group is evaluated and only a running worker is recorded', async () => {
  const world = await setting(ENDED);
  for (const kind of ['leaving', 'interruption', 'leaving', 'rebalance'] as const) await world.handle(event(kind));
  expect(world.evaluated).toEqual(['ci', 'ci', 'ci', 'ci']);
  expect(world.warned()).toEqual([]);
});

describe('an event of an instance that is not a worker', () => {
  test.each(['interruption', 'rebalance', 'leaving', 'stops'] as const)(
    '%s makes no call of the provider',
    async (kind) => {
      const world = await setting();
      for (let n = 2; n < 100; n++)
        expect(await world.handle(event(kind, `i-${n}`))).toMatchObject({ result: 'foreign' });
      expect([world.lookedUp, world.evaluated, world.warned()]).toEqual([[], [], []]);
      await world.handle(event(kind));
      expect(world.lookedUp).toEqual(['i-1']);
    },
  );
});
