import { describe, expect, test } from 'vitest';
import { AlarmRefused, acceptPolicy, type PolicyRecords } from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { dueAtTick, NOON } from '../../../contracts/examples.ts';
import { policyOf, setting } from '../setting.ts';

const watched = (value: number): PolicyDocument =>
  policyOf({
    metrics: { load: { cloudwatch: { namespace: 'App', name: 'Load', dimensions: {} } } },
    rules: [{ name: 'load', kind: 'target', metric: 'load', value, tolerance: 0.1 }],
  });
const bounds = (world: ReturnType<typeof setting>) => world.alarms.of('ci').map(({ side, bound }) => [side, bound]);

describe('a valid document', () => {
  test('becomes the first version, active and due now, with its alarms', async () => {
    const world = setting();
    expect(await world.put({ ...watched(50), changedBy: 'ann', changedBecause: 'first try' })).toEqual({
      ...{ result: 'accepted', group: 'ci', version: 1, alarms: { put: 2, deleted: 0 } },
    });
    expect(world.state()).toMatchObject({ policy: { version: 1, errors: [] }, schedule: { dueAt: NOON } });
    const { newest } = await world.table.records.status('ci');
    expect(newest).toMatchObject({
      ...{ group: 'ci', version: 1, document: watched(50), at: NOON, by: 'ann', because: 'first try' },
      completed: { schemaVersion: 2, policy: { group: 'ci', profile: 'balanced', warmup: 0 } },
    });
    expect(bounds(world)).toEqual([
      ['high', 55.00000000000001],
      ['low', 45],
    ]);
  });

  test('by an edit that keeps the attributes of the change before has an unknown author', async () => {
    const world = setting();
    const { records } = world.table;
    await records.put(watched(50), { by: 'ann', through: 'command', because: 'first try' });
    await world.accept('ci');
    expect((await records.status('ci')).newest).toMatchObject({
      ...{ version: 1, by: 'ann', because: 'first try', through: 'command' },
    });
    // Two edits in a row, as update-item makes them.
    for (const value of [60, 70]) {
      world.table.of('ci').document = { ...world.table.of('ci').document, ...watched(value) };
      await world.accept('ci');
      expect((await records.status('ci')).newest).toMatchObject({ by: null, because: null, through: 'unknown' });
    }
    await records.put(watched(80), { by: 'ann', through: 'command' });
    await world.accept('ci');
    expect((await records.status('ci')).newest).toMatchObject({ version: 4, by: 'ann', through: 'command' });
  });

  test('may omit its group, which the key has', async () => {
    const world = setting();
    const { group: _, ...document } = policyOf();
    world.table.of('ci').document = document;
    expect(await world.accept('ci')).toMatchObject({ result: 'accepted', version: 1 });
  });

  test('that changes becomes the next version, with new alarms, and the old version is kept', async () => {
    const world = setting();
    await world.put(watched(50));
    expect(await world.put(watched(80))).toMatchObject({ version: 2, alarms: { put: 2, deleted: 0 } });
    expect(bounds(world)).toEqual([
      ['high', 88],
      ['low', 72],
    ]);
    expect([...world.table.of('ci').versions.keys()]).toEqual([1, 2]);
    expect(await world.put(policyOf())).toMatchObject({ version: 3, alarms: { put: 0, deleted: 2 } });
    expect(bounds(world)).toEqual([]);
  });

  test('has no effect with a duplicate or late event', async () => {
    const world = setting();
    await world.put(watched(50));
    world.pass(60);
    const before = world.state();
    expect(await world.accept('ci')).toEqual({
      ...{ result: 'unchanged', group: 'ci', version: 1, alarms: { put: 0, deleted: 0 } },
    });
    expect(world.state()).toEqual(before);
  });

  test('that equals an older one is a new version', async () => {
    const world = setting();
    for (const value of [50, 80, 50]) await world.put(watched(value));
    expect(world.state().policy.version).toBe(3);
  });

  test('keeps the cooldown, and raises the revision so that earlier decisions fail', async () => {
    const world = setting();
    await world.put(policyOf());
    world.queues.set('jobs', { waiting: 10 });
    await world.evaluate();
    const { decision, revision } = world.state();
    await world.put(watched(50));
    expect(world.state()).toMatchObject({ policy: { version: 2 }, decision, revision: revision + 1 });
  });

  test('throws if another process accepted it first, so that the event is delivered again', async () => {
    const world = setting();
    await world.put(watched(50));
    world.table.of('ci').document = { ...watched(80) };
    const [quick, late] = await Promise.allSettled([world.accept('ci'), world.accept('ci')]);
    expect(quick).toMatchObject({ value: { result: 'accepted', version: 2 } });
    expect(late).toMatchObject({
      reason: { reason: { code: 'policy-version-exists', params: { group: 'ci', version: 2 } } },
    });
    expect(await world.accept('ci')).toMatchObject({ result: 'unchanged', version: 2 });
  });
});

describe('an invalid document', () => {
  const faulty = {
    ...policyOf(),
    capacity: { min: 5, max: 2 },
    warmup: -1,
    rules: [{ kind: 'target', metric: 'cpu' }],
  };

  test('is rejected with all errors, and the last valid version stays active with its alarms', async () => {
    const world = setting();
    await world.put(watched(50));
    const acceptance = await world.put(faulty);
    const paths = acceptance.result === 'refused' ? acceptance.faults.map(({ path }) => path) : [];
    expect(paths.sort()).toEqual(['capacity.min', 'rules[0]', 'rules[0].value', 'warmup']);
    expect(world.state()).toMatchObject({
      policy: { version: 1, errors: acceptance.result === 'refused' ? acceptance.faults : [] },
    });
    expect(bounds(world)).toHaveLength(2);
    world.fleet.add('ci');
    expect((await world.evaluate()).result).toBe('held');
  });

  test('without a valid version leaves the group without a policy', async () => {
    const world = setting();
    await world.put(faulty);
    expect(world.state()).toMatchObject({ policy: { version: null }, schedule: { dueAt: null } });
    expect(await world.evaluate()).toMatchObject({ result: 'skipped', told: 'No policy is in force.' });
  });

  test('followed by the valid one makes that active again, without errors or a new version', async () => {
    const world = setting();
    await world.put(watched(50));
    await world.put(faulty);
    world.pass(60);
    expect(await world.put(watched(50))).toMatchObject({ result: 'accepted', version: 1 });
    expect(world.state()).toMatchObject({ policy: { version: 1, errors: [] }, schedule: { dueAt: NOON + 60_000 } });
  });

  test('under the key of another group has that error, too', async () => {
    const world = setting();
    world.table.of('ci').document = { ...policyOf({ group: 'web' }), warmup: -1 };
    expect(await world.accept('ci')).toMatchObject({
      faults: [{ path: 'warmup' }, { path: 'group', message: "must be ci, the group in the item's key" }],
    });
    expect(world.table.kept.has('web')).toBe(false);
  });

  test('includes one that cannot run a group: no provider, metrics without source, unsupported rules', async () => {
    const world = setting();
    const { provider: _, ...document } = policyOf({ metrics: {} });
    expect(await world.put(document)).toMatchObject({
      faults: [{ path: 'provider' }, { path: 'rules[0]' }],
    });
  });
});

describe('a document with a bound that CloudWatch rejects', () => {
  const two = (value: number): PolicyDocument => {
    const document = watched(value);
    return { ...document, rules: [{ kind: 'backlog', metric: 'load', perWorker: 5 }, ...(document.rules ?? [])] };
  };
  const refusal = new AlarmRefused({ group: 'ci', rule: 'load' }, 'Metrics cannot be checked across more than a day');

  test('is rejected with an error at its rule', async () => {
    const world = setting();
    world.alarms.calls.fail('keep', refusal);
    expect(await world.put(two(50))).toEqual({
      ...{
        result: 'refused',
        group: 'ci',
        faults: [
          {
            ...{ path: 'rules[1]', message: `has a bound whose alarm CloudWatch rejects: ${refusal.message}` },
            ...{ code: 'alarm-refused', params: { why: refusal.message } },
          },
        ],
      },
    });
    expect(world.state()).toMatchObject({ policy: { version: null, errors: [{ path: 'rules[1]' }] } });
    expect(bounds(world)).toEqual([]);
  });

  test('keeps the last valid version active with its alarms', async () => {
    const world = setting();
    await world.put(watched(50));
    const before = bounds(world);
    world.alarms.calls.fail('keep', refusal);
    await world.put(two(80));
    expect(world.state()).toMatchObject({ policy: { version: 1, errors: [{ path: 'rules[1]' }] } });
    expect(bounds(world)).toEqual(before);
    // The first to put, the refused one, and once more to undo what the refused one had put before it was refused.
    expect(world.alarms.calls.of('keep')).toBe(3);
  });
});

describe('a deleted document', () => {
  test('leaves no active version and no alarms, and makes the group due so that its deletion is finalized', async () => {
    const world = setting();
    await world.put(watched(50));
    world.table.of('ci').document = null;
    expect(await world.accept('ci')).toEqual({ result: 'retired', group: 'ci', draining: false });
    expect(world.state()).toMatchObject({ policy: { version: null }, schedule: { dueAt: world.clock() } });
    expect(bounds(world)).toEqual([]);
    expect(await world.evaluate()).toMatchObject({ result: 'skipped' });
    expect(world.state()).toMatchObject({ policy: { version: null }, schedule: { dueAt: null } });
    expect(await dueAtTick(world.table.states, world.clock())).toEqual([]);
  });

  test('put again is active again, with its version', async () => {
    const world = setting();
    await world.put(watched(50));
    world.table.of('ci').document = null;
    await world.accept('ci');
    expect(await world.put(watched(50))).toMatchObject({ result: 'accepted', version: 1, alarms: { put: 2 } });
    expect(world.state().policy.version).toBe(1);
  });

  test('put again weeks later does not restore the old size', async () => {
    const world = setting();
    world.queues.set('jobs', { waiting: 90 });
    await world.put(policyOf());
    await world.evaluate();
    expect(world.state().decision.desired).toBe(9);
    world.table.of('ci').document = null;
    await world.accept('ci');
    for (const id of world.alive()) world.fleet.vanish(id);
    world.pass(14 * 86_400);
    world.queues.set('jobs', { waiting: 10 });
    await world.put(policyOf());
    expect(await world.evaluate()).toMatchObject({ decision: { current: 0, desired: 1 } });
    expect(world.alive()).toHaveLength(1);
  });

  test('of an unknown group changes nothing', async () => {
    const world = setting();
    expect(await world.accept('never')).toEqual({ result: 'retired', group: 'never', draining: false });
    expect(world.table.kept.get('never')?.state ?? null).toBeNull();
  });
});

describe('a deleted document with onDelete: drain', () => {
  const drained = (value: number): PolicyDocument => ({ ...watched(value), onDelete: 'drain' });
  async function deleted(document: Record<string, unknown> = { ...drained(50) }) {
    const world = setting();
    await world.put(document);
    world.pass(60);
    world.table.of('ci').document = null;
    return { world, acceptance: await world.accept('ci') };
  }

  test('stays active, due now and deleting, without alarms', async () => {
    const { world, acceptance } = await deleted();
    expect(acceptance).toEqual({ result: 'retired', group: 'ci', draining: true });
    expect(world.state()).toMatchObject({ policy: { version: 1, deleting: true }, schedule: { dueAt: NOON + 60_000 } });
    expect(bounds(world)).toEqual([]);
  });

  test('has no effect with a duplicate event or after the deletion was finalized', async () => {
    const { world } = await deleted();
    expect(await world.accept('ci')).toMatchObject({ draining: true });
    expect(world.state()).toMatchObject({ policy: { version: 1, deleting: true } });
    await world.table.states.finalizeDeletion(world.state(), world.clock());
    expect(await world.accept('ci')).toEqual({ result: 'retired', group: 'ci', draining: false });
    expect(world.state()).toMatchObject({ policy: { version: null, deleting: false }, schedule: { dueAt: null } });
    expect(await dueAtTick(world.table.states, world.clock())).toEqual([]);
  });

  test('put again, changed or not, ends the deletion and creates its alarms', async () => {
    for (const [value, version] of [
      [50, 1],
      [80, 2],
    ] as const) {
      const { world } = await deleted();
      expect(await world.put({ ...drained(value) })).toMatchObject({ result: 'accepted', version, alarms: { put: 2 } });
      expect(world.state()).toMatchObject({ policy: { version, deleting: false } });
    }
  });

  test('follows the active version, not a rejected document', async () => {
    const world = setting();
    await world.put({ ...watched(50) });
    await world.put({ ...drained(50), warmup: -1 });
    world.table.of('ci').document = null;
    expect(await world.accept('ci')).toMatchObject({ draining: false });
    expect(world.state()).toMatchObject({ policy: { version: null, errors: [] } });
  });

  test('that was never active drains nothing', async () => {
    const { world, acceptance } = await deleted({ ...drained(50), warmup: -1 });
    expect(acceptance).toMatchObject({ draining: false });
    expect(world.state()).toMatchObject({ policy: { version: null, deleting: false } });
  });
});

test.each([
  ['a valid document', watched(50)],
  ['an invalid document', { ...policyOf(), warmup: -1 }],
  ['a deletion', null],
])('a slow process that has read %s does not undo what was accepted since', async (_, document) => {
  const world = setting();
  await world.put(watched(40));
  const { table, alarms, clock } = world;
  table.of('ci').document = document;
  // Another process accepts the next document while this one sets alarms.
  let isSlow = true;
  const records = new Proxy(table.records, {
    get:
      (all, name: keyof PolicyRecords) =>
      async (...values: never[]) => {
        if (name === 'status' && isSlow) {
          isSlow = false;
          expect(await world.put(watched(80))).toMatchObject({ result: 'accepted', version: 2 });
        }
        return (all[name] as (...values: never[]) => Promise<unknown>).apply(all, values);
      },
  });
  expect(await acceptPolicy('ci', { records, alarms, clock })).toMatchObject({ result: 'unchanged', version: 2 });
  expect(world.state().policy).toEqual({ version: 2, errors: [], deleting: false });
  expect((await table.records.status('ci')).newest?.document).toEqual(watched(80));
  expect(bounds(world)).toEqual([
    ['high', 88],
    ['low', 72],
  ]);
});

test('if the alarms cannot be updated, nothing is accepted and the event is delivered again', async () => {
  const world = setting();
  world.alarms.calls.fail('keep', new Error('throttled'));
  await expect(world.put(watched(50))).rejects.toThrow('throttled');
  expect(world.table.of('ci').state).toBeNull();
  expect(await world.accept('ci')).toMatchObject({ result: 'accepted', version: 1 });
});
