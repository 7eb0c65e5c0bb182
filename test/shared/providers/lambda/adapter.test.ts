import { setTimeout as delay } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sentence } from '../../../../shared/presentation/index.ts';
import type { Description } from '../../../../shared/providers/index.ts';
import { lambdaAdapter } from '../../../../shared/providers/lambda/adapter.ts';
import { because } from '../../../../shared/providers/lambda/because.ts';
import { FunctionError } from '../../../../shared/providers/lambda/errors.ts';
import { schema } from '../../../../shared/providers/lambda/format/config.ts';
import { type Message, messagesSchema } from '../../../../shared/providers/lambda/messages.ts';
import type { Functions } from '../../../../shared/providers/lambda/ports.ts';
import { NOON } from '../../../contracts/examples.ts';
import { FakeFunction } from '../../../fakes/fake-function.ts';
import { type Answer, withFunction } from './served.ts';

const worker = (id: string, more: object = {}) => ({ id, state: 'ready', ...more });
const order = (plan: object, activity = 'a1') => ({
  group: 'ci',
  activity,
  startedAt: 0,
  plan: plan as { name: string },
});
const NAME = 'resize-vms/ci';
const removal = (...own: string[]) => ({
  group: 'ci',
  workers: own.map((id) => `${NAME}/${id}`),
  plan: { name: NAME },
});
const AT_ONCE = { evenBusy: false, drained: true };

async function setting(answer: (message: Message) => Answer | object, seconds?: number) {
  const made = await withFunction(answer, seconds);
  onTestFinished(made.close);
  const tried = async () => (await made.adapter.describe([{ group: 'ci', config: made.config }], NOON)).get('ci');
  return { ...made, tried, described: async () => (await tried()) as Description };
}
const describing = (answer: Answer | object, seconds?: number) => setting(() => answer, seconds);

test('a group is what its function says', async () => {
  const { described, asked } = await describing({
    desired: 3,
    note: 'quota of 10 machines',
    workers: [
      worker('vm-1', { zone: 'a', launchedAt: '2026-11-21T11:00:00Z', busy: true }),
      worker('vm-2', {
        state: 'pending',
        launchedAt: '2026-11-21T11:59:00Z',
        marks: { 'headcount:draining-until': '2026-11-21T12:05:00Z' },
      }),
    ],
  });
  const { workers, ordered, notes } = await described();
  expect(asked).toEqual([{ version: 1, action: 'describe', group: 'ci', stage: 'dev' }]);
  expect(workers).toMatchObject([
    { id: `${NAME}/vm-1`, group: 'ci', zone: 'a', busy: true, serving: true, launchedAt: NOON - 3_600_000 },
    { id: `${NAME}/vm-2`, serving: false, unhealthy: null, drainingUntil: NOON + 300_000 },
  ]);
  expect([ordered, notes.map(({ code }) => code)]).toEqual([1, ['function-reports']]);
});

test.each([
  ['a negative number', { desired: -1, workers: [] }, 'desired'],
  ['half a worker', { desired: 1.5, workers: [] }, 'desired'],
  ['more than a group can have', { desired: 1e9, workers: [] }, 'desired'],
  ['an id that would be one of another group', { desired: 1, workers: [worker('../other/vm-1')] }, 'workers[0].id'],
  ['an id twice', { desired: 2, workers: [worker('vm-1'), worker('vm-1')] }, 'workers'],
  ['an unknown state', { desired: 1, workers: [worker('vm-1', { state: 'great' })] }, 'workers[0].state'],
  ['a time that is none', { desired: 1, workers: [worker('vm-1', { launchedAt: 'soon' })] }, 'workers[0].launchedAt'],
  ['6,000 workers', { desired: 1, workers: Array.from({ length: 6000 }, (_, n) => worker(`vm-${n}`)) }, 'workers'],
  ['no JSON', { body: '<html>' }, 'it'],
  ['nothing', { body: 'null' }, 'it'],
] as const)('an answer with %s is not used, and the error says where', async (_, answer, path) => {
  const { tried } = await describing(answer);
  expect(await tried()).toMatchObject({
    reason: { code: 'function-invalid-answer', params: { path, action: 'describe' } },
  });
});

test.each([
  ['10 MB', { body: `{"desired":1,"workers":[],"note":"${'x'.repeat(10_000_000)}"}` }, 'function-too-large'],
  ['an exception', { errorType: 'Error', errorMessage: 'no credentials', stackTrace: [] }, 'function-threw'],
  ['that it does not exist', { status: 404, body: '{"Message":"Function not found"}' }, 'function-not-invoked'],
  ['that it may not be invoked', { status: 403, body: '{"Message":"not authorized"}' }, 'function-not-invoked'],
] as const)('a function that answers with %s has its error', async (_, answer, code) => {
  const { tried } = await describing(answer);
  expect(await tried()).toMatchObject({ reason: { code, params: { function: 'resize-vms' } } });
});

test('an answer after the deadline is ignored, and another group is described', async () => {
  const late = { body: '{"desired":1,"workers":[]}', after: 1000 };
  const { adapter, config } = await setting(
    ({ group }) => (group === 'slow' ? late : { desired: 0, workers: [] }),
    0.2,
  );
  const found = await adapter.describe(
    [
      { group: 'slow', config },
      { group: 'quick', config },
    ],
    NOON,
  );
  expect(found.get('slow')).toMatchObject({ reason: { code: 'function-timeout' } });
  expect(found.get('quick')).toMatchObject({ workers: [] });
});

test('a function that lists more than its own answer desires is noted', async () => {
  const { described } = await describing({ desired: 1, workers: [worker('vm-1'), worker('vm-2'), worker('vm-3')] });
  expect((await described()).notes).toMatchObject([{ code: 'function-surplus', params: { workers: 3, desired: 1 } }]);
});

test('a repeated resize has the same key, and one that was carried out is not sent again', async () => {
  const group = new FakeFunction(() => NOON);
  let isLost = true;
  const { adapter } = await setting((message) => {
    const answer = group.handle(message);
    if (message.action !== 'resize' || !isLost) return answer;
    isLost = false;
    group.desired = 0;
    return { status: 502, body: '{}' };
  });
  const plan = { name: NAME, from: 0, target: 3 };
  await expect(adapter.launch(order(plan), [])).rejects.toMatchObject({ reason: { code: 'function-not-invoked' } });
  expect(await adapter.launch(order(plan), [])).toEqual({ launched: [], ordered: 3, errors: [] });
  await adapter.launch(order(plan), []);
  expect([group.resizes, group.desired]).toEqual([['a1', 'a1'], 3]);
});

test('a resize that is rejected, or carried out in part, is an outcome with its reason', async () => {
  const answers = (resize: object) =>
    setting(({ action }) => (action === 'resize' ? resize : { desired: 1, workers: [worker('vm-1')] }));
  const plan = { name: NAME, from: 1, target: 4 };
  const rejecting = await answers({ rejected: 'the quota is 1' });
  expect(await rejecting.adapter.launch(order(plan), [])).toMatchObject({
    ...{
      ordered: 0,
      errors: [{ code: 'function-rejected', message: 'resize-vms rejects the resize: the quota is 1.' }],
    },
  });
  const partial = await answers({ desired: 2 });
  expect(await partial.adapter.launch(order(plan), [])).toMatchObject({ ordered: 1, errors: [{ code: 'RaisedLess' }] });
  const boasting = await answers({ desired: 99_999 });
  expect(await boasting.adapter.launch(order(plan), [])).toMatchObject({ ordered: 3, errors: [] });
  const lying = await answers({ desired: -4 });
  await expect(lying.adapter.launch(order(plan), [])).rejects.toMatchObject({
    reason: { code: 'function-invalid-answer', params: { action: 'resize', path: 'desired' } },
  });
});

test('only workers that were to end count as gone, whatever the function names', async () => {
  const { adapter, asked } = await setting(({ action }) =>
    action === 'terminate'
      ? { gone: ['vm-1', 'vm-2', 'vm-9'] }
      : { desired: 3, workers: [worker('vm-1'), worker('vm-2', { protected: true }), worker('vm-3', { busy: true })] },
  );
  const { gone, reasons } = await adapter.terminate(removal('vm-1', 'vm-2', 'vm-3', 'vm-4'), AT_ONCE);
  expect(gone).toEqual([`${NAME}/vm-4`, `${NAME}/vm-1`]);
  expect(reasons).toMatchObject([
    { code: 'function-kept', params: { protected: 1, busy: 1, notEnded: 0 } },
    { code: 'function-foreign-workers', params: { count: 2 } },
  ]);
  expect(asked.at(-1)).toMatchObject({ action: 'terminate', workers: ['vm-1'], evenBusy: false });
});

test('of workers that were to end and still run, the reason says what the function reports', async () => {
  const { adapter } = await setting(({ action }) =>
    action === 'terminate' ? { gone: [] } : { desired: 2, workers: [worker('vm-1'), worker('vm-2', { busy: true })] },
  );
  const told = async (...own: string[]) =>
    (await adapter.terminate(removal(...own), AT_ONCE)).reasons.map(sentence).join('. ');
  expect(await told('vm-1', 'vm-2')).toBe(
    '1 worker is busy. The function resize-vms was asked to end 1 worker, but its answer does not list it in "gone". Look in its log for the cause.',
  );
  expect(await told('vm-2')).toBe('1 worker is busy.');
  expect(await told('vm-3')).toBe('');
});

test('workers of another group are never passed on', async () => {
  const { adapter, asked } = await describing({ desired: 1, workers: [worker('vm-1')] });
  const foreign = { ...removal(), workers: ['resize-vms/other/vm-1', 'i-0123456789abcdef0'] };
  expect(await adapter.terminate(foreign, AT_ONCE)).toEqual({ gone: [], reasons: [] });
  expect(asked.map(({ action }) => action)).toEqual(['describe']);
});

test('a removal that is repeated has the same key, in whichever order its workers are', async () => {
  const { adapter, asked } = await setting(({ action }) =>
    action === 'terminate' ? { gone: [] } : { desired: 2, workers: [worker('vm-1'), worker('vm-2')] },
  );
  await adapter.terminate(removal('vm-1', 'vm-2'), AT_ONCE);
  await adapter.terminate(removal('vm-2', 'vm-1'), AT_ONCE);
  const keys = asked.flatMap((message) => (message.action === 'terminate' ? message.idempotencyKey : []));
  expect(new Set(keys).size).toBe(1);
});

test('a worker is not foreign because its function fails; an id that names a function of others is', async () => {
  const failing = await setting(() => ({ status: 429, body: '{"Message":"Rate Exceeded"}' }));
  await expect(failing.adapter.find(`${NAME}/vm-1`)).rejects.toMatchObject({
    reason: { code: 'function-not-invoked' },
  });
  const throwing = await setting(() => ({ errorType: 'Error', errorMessage: 'no credentials' }));
  await expect(throwing.adapter.find(`${NAME}/vm-1`)).rejects.toMatchObject({ reason: { code: 'function-threw' } });
  for (const status of [403, 404]) {
    const foreign = await setting(() => ({ status, body: '{"Message":"not yours"}' }));
    expect(await foreign.adapter.find(`${NAME}/vm-1`)).toBe(null);
  }
});

test('a removal that may now end busy workers has another key', async () => {
  const { adapter, asked } = await setting(({ action }) =>
    action === 'terminate' ? { gone: [] } : { desired: 1, workers: [worker('vm-1')] },
  );
  await adapter.terminate(removal('vm-1'), AT_ONCE);
  await adapter.terminate(removal('vm-1'), { ...AT_ONCE, evenBusy: true });
  const keys = asked.flatMap((message) => (message.action === 'terminate' ? message.idempotencyKey : []));
  expect(new Set(keys).size).toBe(2);
});

test('the published schema accepts every message that is sent', async () => {
  const group = new FakeFunction(() => NOON);
  const { adapter, asked } = await setting(group.handle);
  await adapter.launch(order({ name: NAME, from: 0, target: 2 }), []);
  group.react();
  await adapter.startDraining(removal('vm-1'), NOON + 60_000);
  await adapter.terminate(removal('vm-1'), AT_ONCE);
  expect(new Set(asked.map(({ action }) => action))).toEqual(new Set(['describe', 'resize', 'mark', 'terminate']));
  const isMessage = new Ajv2020({ strict: false, validateFormats: false }).compile(messagesSchema());
  for (const message of asked) expect([isMessage(message), isMessage.errors]).toEqual([true, null]);
  expect(isMessage({ ...asked[0], version: 2 })).toBe(false);
});

test.each([
  ['arn:aws:lambda:eu-west-1:111122223333:function:resize', false],
  ['resize vms', false],
  ['resize-vms:live', true],
])('%s as a function: %s', (written, isValid) => {
  expect(schema.safeParse({ kind: 'lambda', function: written }).success).toBe(isValid);
});

test('a function that hangs is waited for once, whatever the number of its groups', async () => {
  const waiting: ((error: FunctionError) => void)[] = [];
  const hangs: Functions = { ask: () => new Promise((_, reject) => waiting.push(reject)) };
  const config = schema.parse({ kind: 'lambda', function: 'resize-vms' });
  const groups = Array.from({ length: 30 }, (_, n) => ({ group: `g-${n}`, config }));
  const describing = lambdaAdapter(hangs, 'dev').describe(groups, NOON);
  // All that are asked before the first answer.
  await vi.waitUntil(() => waiting.length >= 10);
  for (const reject of waiting) {
    reject(new FunctionError(because['function-timeout']({ function: 'resize-vms', seconds: 8 })));
  }
  const found = await describing;
  expect(found.size).toBe(30);
  for (const each of found.values()) expect(each).toMatchObject({ reason: { code: 'function-timeout' } });
  expect(waiting).toHaveLength(10);
});

test('functions that hang delay a pass for a bounded time, and another group is the first in the next minute', async () => {
  const hangs: Functions = {
    ask: (name) =>
      delay(30).then(() =>
        Promise.reject(new FunctionError(because['function-timeout']({ function: name, seconds: 8 }))),
      ),
  };
  const adapter = lambdaAdapter(hangs, 'dev', { mostMs: 20 });
  const groups = Array.from({ length: 25 }, (_, n) => ({
    ...{ group: `g-${n}`, config: schema.parse({ kind: 'lambda', function: `f-${n}` }) },
  }));
  const notAsked = async (now: number) =>
    [...(await adapter.describe(groups, now))].flatMap(([group, each]) =>
      each instanceof FunctionError && each.reason.code === 'function-not-asked' ? [group] : [],
    );
  const [first, second] = [await notAsked(0), await notAsked(11 * 60_000)];
  // Ten are asked at once; on a busy machine, the time is over before all of them are.
  for (const { length } of [first, second]) expect(length).toBeGreaterThanOrEqual(15);
  expect([first.includes('g-11'), second.includes('g-11')]).toEqual([true, false]);
});

test('a worker that got the id of an earlier one is terminated with another key', async () => {
  let launchedAt = '2026-11-21T11:00:00Z';
  const keys: string[] = [];
  const { adapter } = await setting((message) => {
    if (message.action === 'describe') return { desired: 1, workers: [worker('vm-1', { launchedAt })] };
    if (message.action === 'terminate') keys.push(message.idempotencyKey);
    return { gone: [] };
  });
  await adapter.terminate(removal('vm-1'), AT_ONCE);
  await adapter.terminate(removal('vm-1'), AT_ONCE);
  launchedAt = '2026-11-21T11:30:00Z';
  await adapter.terminate(removal('vm-1'), AT_ONCE);
  expect(new Set(keys).size).toBe(2);
  expect(keys[0]).toBe(keys[1]);
});
