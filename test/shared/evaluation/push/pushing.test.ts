import { describe, expect, it } from 'vitest';
import { PushMemory, type PushRequest, push } from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { pushedReader } from '../../../../shared/sources/pushed/reader.ts';
import { NOON } from '../../../contracts/examples.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { policyOf, setting } from '../setting.ts';

const WORKER = 'i-0123456789abcdef0';
const SECOND = 1000;
const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
const time = (seconds: number) => new Date(NOON + seconds * SECOND).toISOString();

/** A group with a rule with bounds on `load`, and one without on `orders`. */
const document = (group = 'ci'): PolicyDocument =>
  policyOf({
    group,
    metrics: {
      load: { pushed: {} },
      orders: { pushed: { minInterval: 20 } },
      unused: { pushed: {} },
      jobs: { sqs: { queue: 'jobs' } },
      share: { formula: 'jobs / max(1, unused)' },
    },
    rules: [
      { kind: 'target', metric: 'load', value: 50, tolerance: 0.1 },
      { kind: 'backlog', metric: 'orders', perWorker: 10 },
    ],
  });

async function world(...documents: PolicyDocument[]) {
  const all = setting();
  for (const each of documents.length > 0 ? documents : [document()]) await all.put(each);
  await all.table.states.noteWorkers('ci', [WORKER], NOON);
  const queue = new FakeEvaluationQueue();
  const { policies, pushedValues: values, wakes } = all.table;
  const states: Pick<typeof all.table.states, 'read' | 'knownWorker'> = all.table.states;
  const use = { policies, states, values, wakes, queue, memory: new PushMemory(), clock: all.clock };
  const request = (written: unknown, rest: Partial<PushRequest> = {}, changed: Partial<typeof use> = {}) =>
    push({ written, isWhole: true, ...rest }, { ...use, ...changed });
  const sources = all.sourcesWith({ pushed: pushedReader(values) });
  return {
    ...{ ...all, queue, use, sources, push: request },
    /** One value of each metric, of the group `ci`. */
    send: (values: Record<string, unknown>, rest: object = {}) => request({ group: 'ci', values, ...rest }),
    stored: () => all.table.pushedValues.stored.map(({ group, metric, value }) => `${group} ${metric} ${value}`),
    woken: () => queue.later.splice(0).map(({ group, seconds, trigger }) => `${group} ${trigger} ${seconds}`),
  };
}
type World = Awaited<ReturnType<typeof world>>;
const faultsOf = async (pushed: ReturnType<World['push']>) =>
  (await pushed).faults.map(({ code, path, message }) => `${code}: ${path}: ${message}`);
const codesOf = async (pushed: ReturnType<World['push']>) => (await pushed).faults.map(({ code }) => code);

describe('a push', () => {
  it('stores the values of a group with the time of the push', async () => {
    const { send, stored, table } = await world();
    expect(await send({ load: 50, orders: 3 })).toMatchObject({ stored: 2, groups: ['ci'], faults: [] });
    expect(stored()).toEqual(['ci load 50', 'ci orders 3']);
    expect(table.pushedValues.stored[0]?.at).toBe(NOON);
  });

  it('stores values of a worker, and many with their times', async () => {
    const { send, table } = await world();
    await send({ load: 70 }, { worker: WORKER, at: time(-30) });
    const points = [-40, -20].map((seconds) => ({ at: time(seconds), value: seconds }));
    await send({ unused: points });
    expect(table.pushedValues.stored).toEqual([
      { group: 'ci', metric: 'load', worker: WORKER, at: NOON - 30 * SECOND, value: 70 },
      { group: 'ci', metric: 'unused', worker: null, at: NOON - 40 * SECOND, value: -40 },
      { group: 'ci', metric: 'unused', worker: null, at: NOON - 20 * SECOND, value: -20 },
    ]);
  });

  it('may have several groups, in a list or under pushes', async () => {
    const { push: sent, stored } = await world(document(), document('web'));
    const both = [
      { group: 'ci', values: { load: 1 } },
      { group: 'web', values: { load: 2 } },
    ];
    expect(await sent(both)).toMatchObject({ stored: 2, groups: ['ci', 'web'] });
    expect(await sent({ pushes: both })).toMatchObject({ stored: 2 });
    expect(stored()).toEqual(['ci load 1', 'web load 2']);
  });

  it('reads the tables once for many pushes of a process', async () => {
    const { send, table } = await world();
    const before = table.calls.of('states.read');
    for (const load of [50, 51, 52]) await send({ load });
    expect(table.calls.of('states.read') - before).toBe(1);
  });

  it('looks up anew only the group whose policy does not accept a value', async () => {
    const { push: sent, table, pass } = await world(document(), document('web'));
    const both = (nope: string) => [
      { group: 'ci', values: { [nope]: 1 } },
      { group: 'web', values: { load: 50 } },
    ];
    await sent(both('load'));
    pass(1);
    const read: string[][] = [];
    const states = {
      read: (groups: readonly string[]) => {
        read.push([...groups]);
        return table.states.read(groups);
      },
      knownWorker: (id: string) => table.states.knownWorker(id),
    };
    await sent(both('nope'), {}, { states });
    expect(read).toEqual([['ci']]);
  });

  it('knows a metric that a newer policy defines', async () => {
    const { send, put, pass } = await world();
    await send({ load: 50 });
    pass(1);
    const changed = document();
    await put({ ...changed, metrics: { ...changed.metrics, visits: { pushed: {} } } });
    expect(await send({ visits: 1 })).toMatchObject({ stored: 1, faults: [] });
  });
});

describe('a push is rejected', () => {
  it('with every fault at once, and stores nothing', async () => {
    const { push: sent, stored } = await world();
    const written = [
      { group: 'ci', values: { load: Number.NaN, orders: Number.POSITIVE_INFINITY, unused: '12', nope: 1, jobs: 2 } },
      { group: 'nobody', values: { load: 1 } },
      { group: 'ci', worker: 'worker-1', values: { load: 1 }, colour: 'red' },
      { group: 'ci', worker: 'i-00000000000000000', values: { load: 1 } },
      {
        group: 'ci',
        values: { load: [{ at: time(60), value: 1 }, { at: time(-7200), value: 2 }, { at: 'noon', value: 3 }, 4] },
      },
      { group: 7, values: [] },
      { group: 'ci', at: time(3600), values: { load: 1, orders: 2 } },
      'load=1',
    ];
    expect((await faultsOf(sent(written))).sort()).toEqual(
      [
        'push-not-a-number: [0].values.load: must be a finite number, not NaN',
        'push-not-a-number: [0].values.orders: must be a finite number, not Infinity',
        'push-not-a-number: [0].values.unused: must be a finite number, not "12"',
        'push-unknown-metric: [0].values.nope: the policy of ci has no metric nope; you can push load, orders, unused',
        'push-metric-not-pushed: [0].values.jobs: the metric jobs of ci is read from sqs; define it as { pushed: {} } to push it',
        'push-unknown-group: [1].group: there is no group nobody with an active policy. Check its name and the stage, or apply its policy',
        'unknown-field: [2].colour: is not a known field',
        'push-invalid-worker: [2].worker: must be the id of an instance, such as i-0123456789abcdef0, not "worker-1"',
        'push-unknown-worker: [3].worker: no group has the worker i-00000000000000000. Headcount learns of a worker that it did not launch at the next evaluation of its group',
        'push-in-future: [4].values.load[0].at: is in the future: 2026-11-21 12:01:00 UTC, and now it is 2026-11-21 12:00:00 UTC. It may be at most 10 s ahead: check the clock',
        'push-too-old: [4].values.load[1].at: is too old: 2026-11-21 10:00:00 UTC. A value may be up to 3600 s old',
        'invalid-time: [4].values.load[2].at: must be a time such as 2026-11-21T12:00:00Z',
        'wrong-type: [4].values.load[3]: must be a map',
        'wrong-type: [5].group: must be text',
        'wrong-type: [5].values: must be a map',
        'push-in-future: [6].at: is in the future: 2026-11-21 13:00:00 UTC, and now it is 2026-11-21 12:00:00 UTC. It may be at most 10 s ahead: check the clock',
        'wrong-type: [7]: must be a map',
      ].sort(),
    );
    expect(stored()).toEqual([]);
  });

  it.each([
    ['nothing', undefined, 'wrong-type'],
    ['text', 'orders=1', 'wrong-type'],
    ['an empty list', [], 'push-empty'],
    ['no values', { group: 'ci', values: {} }, 'push-empty'],
    ['an empty list of values', { group: 'ci', values: { load: [] } }, 'push-empty'],
    ['no field values', { group: 'ci' }, 'required'],
    ['no group', { values: { load: 1 } }, 'required'],
    ['a value of null', { group: 'ci', values: { load: null } }, 'push-not-a-number'],
    ['a value beyond all arithmetic', { group: 'ci', values: { load: 1e300 } }, 'push-not-a-number'],
    ['a value that is nested deeply', { group: 'ci', values: { load: nested(50_000) } }, 'push-not-a-number'],
    [
      'a worker that is nested deeply',
      { group: 'ci', worker: nested(50_000), values: { load: 1 } },
      'push-invalid-worker',
    ],
    ['pushes beside other fields', { group: 'ci', pushes: [] }, 'unknown-field'],
    ['a metric called constructor', { group: 'ci', values: { constructor: 1 } }, 'push-unknown-metric'],
  ])('%s', async (_, written, code) => {
    const { push: sent, stored } = await world();
    expect(await codesOf(sent(written))).toContain(code);
    expect(stored()).toEqual([]);
  });

  it('with a sentence that fits', async () => {
    const { send, push: sent } = await world();
    expect(await faultsOf(send({ load: 1e16, orders: [[{ at: 1 }]], unused: { a: 1 } }))).toEqual([
      'push-not-a-number: values.load: must be between -1e15 and 1e15, not 10000000000000000',
      'wrong-type: values.orders[0]: must be a map',
      'push-not-a-number: values.unused: must be a finite number, not a map',
    ]);
    expect(await faultsOf(sent({ group: 'ci', value: { load: 1 } }))).toContain(
      'unknown-field: value: is not a known field; did you mean values?',
    );
  });

  it('with a million values, without building them', async () => {
    const { push: sent } = await world();
    const points = Array.from({ length: 1_000_000 }, () => ({ at: 'x', value: 1 }));
    expect(await faultsOf(sent({ group: 'ci', values: { load: points } }))).toEqual([
      'push-too-many: : has 1000000 values; one push may have 10000. Split it',
    ]);
  });

  it('for a group whose policy is deleted', async () => {
    const { send, table, clock } = await world();
    await table.records.policyDeleted('ci', clock());
    expect(await codesOf(send({ load: 1 }))).toEqual(['push-unknown-group']);
  });

  it("for a worker of another group, but not for one whose group an earlier version didn't note", async () => {
    const { push: sent, stored, table } = await world(document(), document('web'));
    const written = { group: 'web', worker: WORKER, values: { load: 1 } };
    expect(await faultsOf(sent(written))).toEqual([
      `push-worker-of-other-group: worker: the worker ${WORKER} belongs to the group ci, not to web. Push its values for ci`,
    ]);
    expect(stored()).toEqual([]);
    const knownWorker = async () => ({ group: null });
    const states = { read: (groups: readonly string[]) => table.states.read(groups), knownWorker };
    const memory = new PushMemory();
    expect(await codesOf(sent(written, {}, { states, memory }))).toEqual([]);
  });

  it.each([
    ['groups', (of: number) => ({ group: `g${of}`, values: { load: 1 } }), 'states.read', 1],
    [
      'workers',
      (of: number) => ({ group: 'ci', worker: `i-${9e7 + of}`, values: { load: 1 } }),
      'states.knownWorker',
      150,
    ],
  ])('without looking up all, if it makes up thousands of %s', async (_, made, call, most) => {
    const { push: sent, stored, table } = await world();
    table.calls.clear();
    const pushes = [{ group: 'ci', values: { load: 9 } }, ...Array.from({ length: 9000 }, (__, of) => made(of))];
    const { faults } = await sent({ pushes }, { isWhole: false });
    expect(faults.at(-1)).toMatchObject({ code: 'push-too-many-unknown', path: '' });
    expect(table.calls.of(call)).toBeLessThanOrEqual(most);
    expect(stored()).toEqual(['ci load 9']);
  });

  it('and a group whose policy does not accept a value is not looked up each time', async () => {
    const { send, table, pass } = await world();
    const before = table.calls.of('states.read');
    for (let count = 0; count < 100; count++) {
      expect(await codesOf(send({ nope: count }))).toEqual(['push-unknown-metric']);
      pass(0.1);
    }
    expect(table.calls.of('states.read') - before).toBeLessThan(15);
  });

  it('if one process pushes more than 600 times a minute for a group', async () => {
    const { send, pass } = await world();
    for (let count = 0; count < 600; count++) await send({ unused: count });
    expect(await codesOf(send({ unused: 1 }))).toEqual(['push-too-often']);
    expect(await codesOf(send({ unused: 1 }, { worker: WORKER }))).toEqual([]);
    pass(60);
    expect(await codesOf(send({ unused: 1 }))).toEqual([]);
  });

  it('for the groups that push more than can be stored, and not for others', async () => {
    const { push: sent, table, woken } = await world(document(), document('web'));
    const values = { put: async () => new Set(['ci']) };
    const both = ['ci', 'web'].map((group) => ({ group, values: { load: 90 } }));
    const pushed = await sent(both, { isWhole: false }, { values: { ...table.pushedValues, ...values } as never });
    expect(pushed).toMatchObject({ stored: 1, groups: ['web'] });
    expect(pushed.faults.map(({ code, path }) => `${path} ${code}`)).toEqual(['[0].group push-too-large']);
    expect(woken()).toEqual(['web push 0']);
  });

  it('only in part, if it comes as an event', async () => {
    const { push: sent, stored } = await world();
    const written = {
      pushes: [
        { group: 'nobody', values: { load: 1 } },
        { group: 'ci', values: { load: 2, nope: 3 } },
      ],
    };
    const { faults } = await sent(written, { isWhole: false });
    expect(faults.map(({ path }) => path)).toEqual(['pushes[0].group', 'pushes[1].values.nope']);
    expect(stored()).toEqual(['ci load 2']);
  });

  it('a clock that is a little ahead is corrected', async () => {
    const { send, table } = await world();
    await send({ load: 1 }, { at: time(9) });
    expect(table.pushedValues.stored[0]?.at).toBe(NOON);
  });
});

describe('a push evaluates', () => {
  it.each([
    [{ load: 56 }, true],
    [{ load: 44 }, true],
    [{ load: 55 }, false],
    [{ load: 50 }, false],
    [{ orders: 0 }, true],
    [{ unused: 1000 }, false],
    [{ unused: 1, load: 90 }, true],
  ])('%j: %s', async (values, isWoken) => {
    const { send, woken } = await world();
    await send(values);
    expect(woken()).toEqual(isWoken ? ['ci push 0'] : []);
  });

  it('for a metric that a rule reads through a formula', async () => {
    const { send, woken } = await world({ ...document(), rules: [{ kind: 'backlog', metric: 'share', perWorker: 1 }] });
    await send({ load: 90, orders: 9 });
    expect(woken()).toEqual([]);
    await send({ unused: 3 });
    expect(woken()).toEqual(['ci push 0']);
  });

  it('once for a storm of the same value', async () => {
    const { send, woken } = await world();
    await Promise.all(Array.from({ length: 100 }, () => send({ load: 90 })));
    for (let count = 0; count < 100; count++) await send({ load: 90 });
    expect(woken()).toEqual(['ci push 0']);
  });

  it('once at the begin and once at the end of the interval for a storm of different values', async () => {
    const { send, woken, pass } = await world();
    for (let count = 0; count < 40; count++) {
      await send({ load: 90 + count });
      pass(0.1);
    }
    expect(woken()).toEqual(['ci push 0', 'ci push 5']);
  });

  it('at most once per interval, for as long as values change', async () => {
    const { send, woken, pass } = await world();
    for (let second = 0; second < 60; second++) {
      await send({ load: 90 + second });
      pass(1);
    }
    const all = woken().length;
    expect(all).toBeGreaterThan(8);
    expect(all).toBeLessThanOrEqual(13);
  });

  it('at most once per interval of the metric that changed', async () => {
    const { send, woken, pass } = await world();
    await send({ orders: 1 });
    pass(6);
    await send({ orders: 2 });
    expect(woken()).toEqual(['ci push 0', 'ci push 14']);
    await send({ load: 90 });
    expect(woken()).toEqual([]);
  });

  it('again for a value that returns', async () => {
    const { send, woken, pass } = await world();
    for (const orders of [10, 30, 10]) {
      await send({ orders });
      pass(30);
    }
    expect(woken()).toEqual(['ci push 0', 'ci push 0', 'ci push 0']);
  });

  it('again for the same value if the one before is too old to count, and only once then', async () => {
    const { send, woken, pass } = await world();
    await send({ load: 90 });
    expect(woken()).toEqual(['ci push 0']);
    for (let second = 0; second < 600; second += 60) {
      pass(60);
      await send({ load: 90 });
    }
    expect(woken()).toEqual([]);
    pass(181);
    await send({ load: 90 });
    expect(woken()).toEqual(['ci push 0']);
    pass(60);
    await send({ load: 90 });
    expect(woken()).toEqual([]);
  });

  it('for the same value from another process once its last evaluation for it is as long ago as a value counts', async () => {
    const { send, push: sent, woken, pass } = await world();
    const other = () => sent({ group: 'ci', values: { load: 90 } }, {}, { memory: new PushMemory() });
    await send({ load: 90 });
    pass(170);
    await other();
    expect(woken()).toEqual(['ci push 0']);
    pass(11);
    await other();
    await other();
    expect(woken()).toEqual(['ci push 0']);
  });

  it('not for a value that is too old to count itself', async () => {
    const { send, woken, pass } = await world();
    await send({ load: 90 });
    woken();
    pass(600);
    await send({ load: 90 }, { at: time(400) });
    expect(woken()).toEqual([]);
  });

  it('not for a value that arrives after a newer one, and then for the same value if it is the newest', async () => {
    const { send, woken, pass } = await world();
    await send({ load: 50 });
    pass(30);
    await send({ load: 90 }, { at: time(-20) });
    expect(woken()).toEqual([]);
    await send({ load: 90 });
    expect(woken()).toEqual(['ci push 0']);
    await send({ load: 50 }, { at: time(10) });
    pass(30);
    await send({ load: 90 });
    expect(woken()).toEqual([]);
  });

  it('not for a value that is too old to count', async () => {
    const { send, woken } = await world();
    await send({ load: 90 }, { at: time(-200) });
    expect(woken()).toEqual([]);
  });

  it('again for the value that another process has pushed more than a minute late', async () => {
    const { send, push: sent, woken, pass } = await world();
    await send({ load: 50 });
    pass(150);
    const late = { group: 'ci', at: time(30), values: { load: 90 } };
    await sent(late, {}, { memory: new PushMemory() });
    expect(woken()).toEqual(['ci push 0']);
    pass(30);
    await send({ load: 90 });
    expect(woken()).toEqual(['ci push 0']);
  });

  it('each time for an unchanged value that is pushed more than a minute late', async () => {
    const { send, woken, pass } = await world();
    for (const seconds of [0, 60, 120]) {
      await send({ load: 90 }, { at: time(seconds - 61) });
      pass(60);
    }
    expect(woken()).toEqual(['ci push 0', 'ci push 0', 'ci push 0']);
  });

  it('again for a value beyond a bound that returns after one within', async () => {
    const { send, woken, pass } = await world();
    for (const load of [90, 50, 90]) {
      await send({ load });
      pass(30);
    }
    expect(woken()).toEqual(['ci push 0', 'ci push 0']);
  });

  it('and reads what the last one was for once a minute, for as long as values change nothing', async () => {
    const { send, table, pass } = await world();
    for (let second = 0; second < 120; second += 15) {
      await send({ load: 50 });
      pass(15);
    }
    expect(table.wakes.calls.of('read')).toBe(2);
  });

  it('no more once a value stays', async () => {
    const { send, woken, pass } = await world();
    await send({ load: 90 });
    for (let second = 0; second < 60; second++) {
      pass(1);
      await send({ load: 95 });
    }
    expect(woken()).toEqual(['ci push 0', 'ci push 4']);
  });

  it('again for a value that returns after the end of the interval, which another value had met', async () => {
    const { send, woken, pass } = await world();
    for (const load of [90, 95, 97]) {
      await send({ load });
      pass(1);
    }
    pass(10);
    await send({ load: 95 });
    expect(woken()).toEqual(['ci push 0', 'ci push 4', 'ci push 0']);
  });

  it('for values of workers', async () => {
    const { send, woken, pass } = await world();
    await send({ load: 90 }, { worker: WORKER });
    pass(30);
    await send({ load: 50 }, { worker: WORKER });
    expect(woken()).toEqual(['ci push 0']);
  });

  it('each group of a push, with one message', async () => {
    const { push: sent, queue } = await world(document(), document('web'));
    const of = (group: string) => ({ group, values: { load: 90 } });
    const { woken } = await sent([of('ci'), of('web')]);
    expect(woken).toEqual([
      { group: 'ci', seconds: 0 },
      { group: 'web', seconds: 0 },
    ]);
    expect(queue.calls.of('sendLater')).toBe(1);
  });

  it('again if the message could not be sent', async () => {
    const { send, woken, queue } = await world();
    queue.calls.fail('sendLater', new Error('no'));
    await expect(send({ load: 90 })).rejects.toThrow('no');
    await send({ load: 90 });
    expect(woken()).toEqual(['ci push 0']);
  });
});

describe('an evaluation reads what was pushed', () => {
  it('of the group', async () => {
    const { send, evaluate, sources, pass, alive } = await world({ ...document(), capacity: { min: 2, max: 10 } });
    await evaluate({ sources });
    pass(1);
    await send({ load: 100, orders: 35 });
    expect(await evaluate({ sources }, 'push')).toMatchObject({ trigger: 'push', seen: { metrics: { load: 100 } } });
    expect(alive()).toHaveLength(4);
  });

  it('of workers', async () => {
    const { send, evaluate, sources, pass, alive, table, clock } = await world({
      ...document(),
      capacity: { min: 2, max: 10 },
      rules: [{ kind: 'target', metric: 'load', value: 50 }],
    });
    await evaluate({ sources });
    pass(60);
    await table.states.noteWorkers('ci', alive(), clock());
    for (const worker of alive()) await send({ load: 100 }, { worker });
    await evaluate({ sources }, 'push');
    expect(alive()).toHaveLength(4);
  });

  it('and has no data once it is too old', async () => {
    const { send, evaluate, sources, pass } = await world();
    await send({ load: 100, orders: 35 });
    pass(181);
    expect((await evaluate({ sources })).decision?.blockedBy).toBe('missing-data');
  });

  it('and says if it could not read all that it asked for', async () => {
    const { send, evaluate, sources, table } = await world();
    await send({ load: 50, orders: 5 });
    const { pushedValues: values } = table;
    const read = values.read.bind(values);
    values.read = async (groups) =>
      new Map([...(await read(groups))].map(([group, series]) => [group, { ...series, cutAt: NOON - 60_000 }]));
    const { notes, seen } = await evaluate({ sources });
    const params = { metric: 'load', source: 'pushed', since: time(-60) };
    expect(notes).toContainEqual(expect.objectContaining({ code: 'source-cut', params }));
    expect(seen?.metrics).toMatchObject({ load: 50, orders: 5 });
  });

  it('and a store that cannot be read is missing data for pushed metrics alone', async () => {
    const { evaluate, sources, table, queues } = await world();
    queues.set('jobs', { waiting: 5 });
    table.pushedValues.calls.fail('read', new Error('throttled'));
    const { seen } = await evaluate({ sources });
    expect(seen?.metrics).toMatchObject({ load: null, jobs: 5 });
  });
});
