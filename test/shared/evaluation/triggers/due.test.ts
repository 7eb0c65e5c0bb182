import { describe, expect, test } from 'vitest';
import { isDue as isDueAt, LONGEST_GAP_MS, STEADY, steadyDueAt } from '../../../../shared/names/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { pushedReader } from '../../../../shared/sources/pushed/reader.ts';
import { dueAtTick, NOON } from '../../../contracts/examples.ts';
import { FREE, policyOf, type Setting, setting } from '../setting.ts';

const LOAD = { namespace: 'App', name: 'Load', period: 60, dimensions: { Group: 'ci' } };
const watched = (written: Partial<PolicyDocument> = {}): PolicyDocument =>
  policyOf({
    metrics: { load: { cloudwatch: LOAD } },
    rules: [{ kind: 'target', metric: 'load', value: 50 }],
    ...written,
  });

/** A group of two that has been at `load` for ten minutes and is looked at now and then. */
async function group({ load = 50, document = watched() }: { load?: number; document?: PolicyDocument } = {}) {
  const world = setting();
  for (let n = 0; n < 2; n++) world.fleet.add('ci');
  for (let minute = -10; minute < 0; minute++) world.metrics.put(LOAD, world.clock() + minute * 60_000, load);
  await world.put(document);
  const minutes = async (count: number, value: number) => {
    for (let minute = 0; minute < count; minute++) {
      world.metrics.put(LOAD, world.clock(), value);
      world.pass(60);
      await world.evaluate();
    }
  };
  return { ...world, minutes };
}
/** On every tick, and not only at the moment of a steady group. */
const isDue = async ({ table, clock }: Pick<Setting, 'table' | 'clock'>) =>
  (await table.states.due(clock(), clock())).includes('ci');

describe('a steady group', () => {
  test('is due in one of five minutes, and writes nothing', async () => {
    const world = await group();
    await world.evaluate();
    expect(world.state().schedule.dueAt).toBe(STEADY);
    world.table.calls.clear();
    const due: boolean[] = [];
    for (let minute = 0; minute < 10; minute++) {
      await world.minutes(1, 50);
      due.push((await dueAtTick(world.table.states, world.clock())).includes('ci'));
    }
    expect(due.slice(0, 5).toSorted()).toEqual([false, false, false, false, true]);
    expect(due.slice(5)).toEqual(due.slice(0, 5));
    expect(world.writes()).toBe(0);
  });

  test('is due at its next tick, however many ticks were missed', async () => {
    const world = await group();
    await world.evaluate();
    const begun = world.clock();
    world.pass(2 * 3600);
    expect(await world.table.states.due(world.clock(), begun)).toEqual(['ci']);
    expect(await world.table.states.due(Number.MAX_SAFE_INTEGER, 0)).toEqual(['ci']);
  });

  test.each([0, 29, 31, 59])(
    'is due at the first tick of a new process if the one before crashed, at second %i',
    (second) => {
      const moment = steadyDueAt('ci', NOON);
      const crashed = moment + second * 1000;
      const next = crashed + 61_000;
      expect(isDueAt('ci', STEADY, next - LONGEST_GAP_MS, next)).toBe(true);
    },
  );

  test('is evaluated on every tick once a rollout starts by itself', async () => {
    const { provider } = policyOf();
    const rollout = { on: 'version' as const, alarms: ['errors'] };
    const written = { ...provider, instanceTypes: ['c7g.large', 'm7g.large'], rollout } as PolicyDocument['provider'];
    const world = await group({ document: watched({ provider: written }) });
    const template = { id: 'lt-ci-runner', version: '1' };
    for (let n = 0; n < 2; n++) world.fleet.add('ci', { instanceType: 'c7g.large', template, subnet: 'subnet-a' });
    const alarmStates = { read: async () => new Map([['errors', 'ALARM' as const]]) };
    await world.evaluate({ alarmStates });
    expect(await isDue(world)).toBe(false);
    world.fleet.templateVersion = '2';
    for (let minute = 0; minute < 5; minute++) {
      world.pass(60);
      world.metrics.put(LOAD, world.clock(), 50);
    }
    await world.evaluate({ alarmStates });
    expect(world.state().rollout?.status).toBe('starting');
    world.pass(60);
    expect(await isDue(world)).toBe(true);
  });

  test('is evaluated on every tick once something changes, with one write', async () => {
    const world = await group({ document: watched({ paused: 'out' }) });
    await world.evaluate();
    world.table.calls.clear();
    await world.minutes(3, 56);
    expect(await isDue(world)).toBe(true);
    expect(world.writes()).toBe(1);
  });

  test('is steady again ten minutes after a resize, when its old proposals have left the window', async () => {
    const document = watched({ behavior: { in: { ...FREE, drain: 0, stabilization: 120 } } });
    const world = await group({ document });
    await world.evaluate();
    await world.minutes(1, 70);
    expect(world.alive()).toHaveLength(3);
    await world.minutes(9, 50);
    expect(await isDue(world)).toBe(true);
    await world.minutes(1, 50);
    expect(await isDue(world)).toBe(false);
    expect(world.state().decision.proposals.length).toBeGreaterThan(1);
  });
});

describe('a group is evaluated on every tick', () => {
  test.each<[string, Parameters<typeof group>[0]]>([
    [
      'while its data is missing',
      { document: watched({ metrics: { load: { cloudwatch: { ...LOAD, name: 'None' } } } }) },
    ],
    [
      'when a rule has no fixed bound that an alarm can watch',
      {
        document: watched({ rules: [{ kind: 'target', metric: 'load', value: 25, per: 'worker' }] }),
      },
    ],
    ['when it is measured by a queue', { document: policyOf() }],
    [
      'when a rule waits for further conditions',
      {
        document: watched({
          rules: [
            { kind: 'threshold', metric: 'load', out: { above: 90, add: 1, when: [{ metric: 'load', above: 1 }] } },
          ],
        }),
      },
    ],
    ['when it has no rules', { document: watched({ rules: [] }) }],
    ['while something holds it', { load: 90, document: watched({ paused: true }) }],
    ['while its workers warm up', { document: watched({ warmup: 86_400 + 1 }) }],
  ])('%s', async (_, given) => {
    const world = await group(given);
    if (given?.document?.rules?.[0]?.kind === 'backlog') world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    expect(await isDue(world)).toBe(true);
    world.table.calls.clear();
    await world.evaluate();
    expect(world.writes()).toBe(0);
  });
});

test('a group with spare workers is evaluated on every tick, because no event says that a worker becomes busy', async () => {
  const world = await group({ document: watched({ capacity: { min: 0, max: 50, spare: 1 } }) });
  for (const id of world.alive()) world.fleet.setBusy(id, false);
  await world.evaluate();
  expect(world.alive()).toHaveLength(2);
  expect(await isDue(world)).toBe(true);
});

test('a group inside its bounds is evaluated on every tick until its alarms are certainly in the state OK', async () => {
  const world = await group();
  await world.minutes(1, 65);
  world.pass(600);
  await world.minutes(2, 50);
  expect(await isDue(world)).toBe(true);
  await world.minutes(1, 50);
  expect(await isDue(world)).toBe(false);
});

describe('a group whose metric is pushed every 15 s', () => {
  const document = watched({ metrics: { load: { pushed: {} } } });
  /** `values`: at so many seconds before now, instead of 50. */
  async function pushed(values: Readonly<Record<number, number | null>> = {}, written = document) {
    const world = setting();
    for (let n = 0; n < 2; n++) world.fleet.add('ci');
    await world.put(written);
    for (let ago = 240; ago >= 0; ago -= 15) {
      const value = ago in values ? values[ago] : 50;
      const at = world.clock() - ago * 1000;
      if (value !== null && value !== undefined)
        await world.table.pushedValues.put([{ group: 'ci', metric: 'load', worker: null, at, value }]);
    }
    await world.evaluate({ sources: world.sourcesWith({ pushed: pushedReader(world.table.pushedValues) }) });
    return world;
  }

  test('is steady, because every push is compared with the bounds of its rules', async () => {
    const world = await pushed();
    expect(world.state().schedule.dueAt).toBe(STEADY);
    expect(await isDue(world)).toBe(false);
  });

  test.each<[string, Parameters<typeof pushed>[0]]>([
    ['after a value beyond a bound, until every process of on-push compares the next ones again', { 105: 90 }],
    ['when the last value before two minutes ago is beyond a bound', { 120: 90 }],
    ['when it is no longer pushed', { 0: null, 15: null, 30: null, 45: null }],
  ])('is evaluated on every tick %s', async (_, values) => {
    expect(await isDue(await pushed(values))).toBe(true);
  });

  test('is evaluated on every tick if every value could change the decision', async () => {
    const rules: PolicyDocument['rules'] = [{ kind: 'target', metric: 'load', value: 25, per: 'worker' }];
    expect(await isDue(await pushed({}, { ...document, rules }))).toBe(true);
  });
});

test('a steady group is due from the time of a launch', async () => {
  const world = await group();
  await world.evaluate();
  world.fleet.vanish(world.alive()[0] ?? '');
  await world.evaluate();
  expect(world.state().schedule.dueAt).toBe(NOON);
});

test.each([
  ['at', 60, true],
  ['inside', 59, false],
] as const)('a group %s the bound of a step is evaluated on every tick: %s → %s', async (_, load, due) => {
  const steps = [
    { from: 10, to: 20, add: 0 },
    { from: 20, add: 1 },
  ];
  const world = await group({
    load,
    document: watched({
      rules: [
        { kind: 'step', metric: 'load', threshold: 50, steps },
        { kind: 'target', metric: 'load', value: load },
      ],
    }),
  });
  await world.evaluate();
  expect(await isDue(world)).toBe(due);
});
