import { expect, test } from 'vitest';
import { TAG } from '../../../../shared/names/index.ts';
import { DELAYS, withService } from './served.ts';

const NAME = 'main/web';
const removal = (workers: readonly string[]) => ({ group: 'ci', workers, plan: { name: NAME } });
const order = (plan: unknown) => ({ group: 'ci', activity: 'a', startedAt: 0, plan: plan as { name: string } });
const AT_ONCE = { evenBusy: false, drained: true };

test('tasks are workers; what is asked for and not started is ordered', async () => {
  const { adapter, planned, described, pass } = await withService(2);
  const { plan, count, reasons } = await planned(3);
  expect([plan, count, reasons]).toEqual([{ name: NAME, from: 2, target: 5 }, 3, []]);
  expect(await adapter.launch(order(plan), [])).toEqual({ launched: [], ordered: 3, errors: [] });
  expect(await described()).toMatchObject({ ordered: 3, notes: [] });
  pass(DELAYS.reaction);
  const { workers, ordered } = await described();
  expect([ordered, workers.map(({ serving }) => serving)]).toEqual([0, [true, true, false, false, false]]);
  expect(workers[0]?.details).toEqual({ market: 'FARGATE', version: 'worker:1', lifecycle: 'RUNNING' });
});

test('a repeated launch sets the same count, and a count that others raised or lowered stays', async () => {
  const { adapter, planned, call, service, standIn } = await withService(2);
  const { plan } = await planned(2);
  standIn.faults.add({ kind: 'reset', action: 'UpdateService', count: 1, when: 'after' });
  await adapter.launch(order(plan), []);
  await adapter.launch(order(plan), []);
  expect(service().desired).toBe(4);
  await call('UpdateService', { cluster: 'main', service: 'web', desiredCount: 7 });
  await adapter.launch(order(plan), []);
  expect(service().desired).toBe(7);
  await call('UpdateService', { cluster: 'main', service: 'web', desiredCount: 1 });
  expect(await adapter.launch(order(plan), [])).toMatchObject({
    ordered: 0,
    errors: [{ code: 'DesiredCountLowered' }],
  });
  expect(service().desired).toBe(1);
});

test('tasks that a protection keeps beyond the desired count belong to the target', async () => {
  const { adapter, planned, call, ids, pass } = await withService(3);
  const kept = ids().slice(0, 2);
  const tasks = kept.map((id) => id.split('/')[1]);
  await call('UpdateTaskProtection', { cluster: 'main', tasks, protectionEnabled: true, expiresInMinutes: 60 });
  await call('UpdateService', { cluster: 'main', service: 'web', desiredCount: 1 });
  pass(DELAYS.stopping);
  expect(ids()).toEqual(kept);
  const { plan, count } = await planned(2);
  expect([plan, count]).toEqual([{ name: NAME, from: 1, target: 4, surplus: 1 }, 2]);
  expect(await adapter.launch(order(plan), [])).toEqual({ launched: [], ordered: 2, errors: [] });
  pass(DELAYS.starting);
  expect(ids()).toHaveLength(4);
});

test('exactly the chosen tasks stop, also the newest, and the others are protected only meanwhile', async () => {
  const { adapter, ids, described, service, standIn, pass } = await withService(12);
  const all = ids();
  const chosen = [all[11] ?? '', all[4] ?? ''];
  expect(await adapter.terminate(removal(chosen), AT_ONCE)).toEqual({ gone: chosen, reasons: [] });
  expect(service().desired).toBe(10);
  expect(ids()).toEqual(all.filter((id) => !chosen.includes(id)));
  expect((await described()).workers.filter((worker) => worker.protected)).toEqual([]);
  // Ten tasks a call.
  expect(standIn.calls.get('UpdateTaskProtection')).toBe(2);
  pass(600_000);
  expect(ids()).toHaveLength(10);
  expect(await adapter.terminate(removal(chosen), AT_ONCE)).toEqual({ gone: chosen, reasons: [] });
  expect(service().desired).toBe(10);
});

test('a removal whose answer was lost lowers the count once', async () => {
  const { adapter, ids, service, standIn } = await withService(3);
  const [first = ''] = ids();
  standIn.faults.add({ kind: 'reset', action: 'UpdateService', count: 1, when: 'after' });
  expect(await adapter.terminate(removal([first]), AT_ONCE)).toMatchObject({ gone: [first] });
  expect([service().desired, ids().length]).toEqual([2, 2]);
});

test('ordered tasks are not given up for a removal', async () => {
  const { adapter, ids, service, standIn, call } = await withService(2);
  standIn.setRoom(NAME, 0);
  await call('UpdateService', { cluster: 'main', service: 'web', desiredCount: 4 });
  const [first = ''] = ids();
  await adapter.terminate(removal([first]), AT_ONCE);
  expect(service().desired).toBe(3);
});

test('tasks that ECS protects, and busy ones, stay; a busy one ends when its drain has passed', async () => {
  const { adapter, ids, call, described } = await withService(3);
  const [shielded = '', busy = '', idle = ''] = ids();
  await call('UpdateTaskProtection', {
    ...{ cluster: 'main', tasks: [shielded.split('/')[1]], protectionEnabled: true, expiresInMinutes: 60 },
  });
  await adapter.markReported(busy, 'busy', 0);
  expect((await described()).workers.map((worker) => [worker.protected, worker.busy])).toEqual([
    [true, null],
    [false, true],
    [false, null],
  ]);
  expect((await adapter.terminate(removal([shielded, busy, idle]), AT_ONCE)).gone).toEqual([idle]);
  expect((await adapter.terminate(removal([shielded, busy]), { evenBusy: true, drained: true })).gone).toEqual([busy]);
  expect((await described()).workers).toMatchObject([{ id: shielded, protected: true }]);
});

test('a task that protects itself while others are removed stays protected', async () => {
  const { adapter, ids, described, standIn } = await withService(4);
  const [chosen = '', early = '', late = ''] = ids();
  const answer = standIn.answer.bind(standIn);
  const protect = (id: string) =>
    answer('UpdateTaskProtection', {
      ...{ cluster: 'main', tasks: [id.split('/')[1]], protectionEnabled: true, expiresInMinutes: 60 },
    });
  // One right after its service was read, the other while it is protected for the removal.
  const after = new Map([
    ['GetTaskProtection', early],
    ['UpdateService', late],
  ]);
  standIn.answer = (operation, input) => {
    const answered = answer(operation, input);
    const id = after.get(operation);
    if (id !== undefined) protect(id);
    after.delete(operation);
    return answered;
  };
  expect((await adapter.terminate(removal([chosen]), AT_ONCE)).gone).toEqual([chosen]);
  const shielded = (await described()).workers.filter((worker) => worker.protected).map(({ id }) => id);
  expect(shielded).toEqual([early, late]);
});

test('a service that is deleted during a removal or a launch has the reason', async () => {
  for (const isRemoval of [true, false]) {
    const { adapter, ids, planned, standIn } = await withService(3);
    const { plan } = await planned(1);
    const answer = standIn.answer.bind(standIn);
    standIn.answer = (operation, input) => {
      if (operation === 'UpdateService') answer('DeleteService', { cluster: 'main', service: 'web', force: true });
      return answer(operation, input);
    };
    const order = { group: 'ci', activity: 'a', startedAt: 0, plan: plan as never };
    const answered = isRemoval ? adapter.terminate(removal(ids().slice(0, 1)), AT_ONCE) : adapter.launch(order, []);
    const settled = await answered.catch((error: unknown) => error);
    expect(JSON.stringify(settled)).toContain('ecs-not-active');
  }
});

test('nothing is removed when a task that is to stay cannot be protected', async () => {
  const { adapter, ids, service, standIn } = await withService(3);
  const [first = ''] = ids();
  standIn.faults.add({
    kind: 'error',
    action: 'UpdateTaskProtection',
    code: 'AccessDeniedException',
    status: 400,
    count: 1,
  });
  await expect(adapter.terminate(removal([first]), AT_ONCE)).rejects.toMatchObject({
    reason: { code: 'ecs-access-denied' },
  });
  expect(service().desired).toBe(3);
});

test('a deployment in progress holds both directions, also when it begins after the plan', async () => {
  const { adapter, call, planned, removal: planRemoval, ids, described, service, pass } = await withService(2);
  const { plan } = await planned(1);
  const [first = ''] = ids();
  await call('UpdateService', { cluster: 'main', service: 'web', taskDefinition: 'worker:2' });
  const held = { code: 'ecs-deploying', params: { name: NAME, deployments: 2 } };
  expect((await described()).notes).toMatchObject([held]);
  expect(await planned(1)).toMatchObject({ plan: null, count: 0, deferred: 1, reasons: [held] });
  expect(await planRemoval([first])).toMatchObject({ plan: null, workers: [], reasons: [held] });
  expect(await adapter.launch(order(plan), [])).toMatchObject({
    ordered: 0,
    errors: [{ code: 'ecs-deploying', retry: 'now', capacity: false }],
  });
  expect(await adapter.terminate(removal([first]), AT_ONCE)).toMatchObject({ gone: [], reasons: [held] });
  expect(service().desired).toBe(2);
  for (let times = 0; times < 4; times++) pass(DELAYS.starting);
  expect((await described()).notes).toEqual([]);
  expect((await planned(1)).count).toBe(1);
});

test.each([
  ['DeleteService', { force: true }, 'ecs-not-active'],
  ['DeleteService', { force: true, later: true }, 'ecs-not-active'],
] as const)('a service that is deleted cannot be described: %s %o', async (action, { force, ...rest }, code) => {
  const { adapter, call, planned, tried, pass } = await withService(2);
  const { plan } = await planned(1);
  await call(action, { cluster: 'main', service: 'web', force });
  if ('later' in rest) pass(600_000);
  expect(await tried()).toMatchObject({ reason: { code } });
  expect(await adapter.launch(order(plan), [])).toMatchObject({ ordered: 0, errors: [{ code }] });
});

test('a service, or a cluster, that is missing has its error; so has one that is named twice, and a daemon', async () => {
  const { adapter, config, now } = await withService(1);
  const described = await adapter.describe(
    [
      { group: 'a', config: { ...config, service: 'none' } },
      { group: 'b', config: { ...config, cluster: 'none' } },
      { group: 'c', config },
      { group: 'd', config },
      { group: 'gone', config: null },
    ],
    now(),
  );
  const codes = [...described].map(([group, each]) => [group, (each as { reason?: { code: string } }).reason?.code]);
  expect(Object.fromEntries(codes)).toEqual({
    ...{ a: 'ecs-not-found', b: 'ecs-not-found', c: 'ecs-named-twice', d: 'ecs-named-twice', gone: undefined },
  });
  const daemon = await withService(0, { schedulingStrategy: 'DAEMON', desiredCount: undefined });
  expect(await daemon.tried()).toMatchObject({ reason: { code: 'ecs-daemon' } });
});

test('tasks without the tag of the stage cannot be chosen, and the reason says how they get it', async () => {
  const { removal: planRemoval, ids } = await withService(2, { propagateTags: 'NONE' });
  expect(await planRemoval(ids())).toMatchObject({
    ...{ plan: null, workers: [], reasons: [{ code: 'ecs-tasks-untagged', params: { tasks: 2 } }] },
  });
});

test('notes say why tasks are missing, and what else scales the service', async () => {
  const { call, standIn, pass, described } = await withService(1);
  standIn.setRoom(NAME, 0);
  await call('UpdateService', { cluster: 'main', service: 'web', desiredCount: 3 });
  pass(DELAYS.reaction);
  standIn.answer('RegisterScalableTarget', { ResourceId: 'service/main/web', MinCapacity: 1, MaxCapacity: 9 });
  // Answers about scalable targets are kept for a while.
  pass(15 * 60_000);
  const { notes, ordered } = await described();
  expect([ordered, notes.map(({ code }) => code)]).toEqual([2, ['ecs-cannot-place', 'ecs-scales-itself']]);
});

test('an unhealthy task is unhealthy until ECS has replaced it', async () => {
  const { standIn, ids, described, pass } = await withService(2);
  const [first = ''] = ids();
  standIn.setRoom(NAME, 5);
  const [service] = standIn.services();
  const task = service?.tasks.get(first.split('/')[1] ?? '');
  if (task) task.health = 'UNHEALTHY';
  pass(DELAYS.reaction);
  pass(DELAYS.reaction);
  expect(ids()).not.toContain(first);
  expect((await described()).workers).toHaveLength(2);
});

test('reports are tags that ECS accepts, and are read as they were written', async () => {
  const { adapter, ids, described, service, now } = await withService(1);
  const [id = ''] = ids();
  await adapter.markReported(id, { unreadable: 'detail.report is "bsuy" = {?}' }, now());
  const tag = [...service().tasks.values()][0]?.tags.get(TAG.unreadable) ?? '';
  expect(tag).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
  expect((await described()).workers[0]?.reported?.unreadable).toMatchObject([
    { params: { problem: 'detail.report is "bsuy" = {?}' } },
  ]);
});

test('a task is found by its tags, and no other id', async () => {
  const { adapter, ids, now } = await withService(1);
  const [id = ''] = ids();
  expect(await adapter.find(id)).toEqual({ group: 'ci', alive: true, draining: false });
  await adapter.startDraining(removal([id]), now() + 60_000);
  expect(await adapter.find(id)).toEqual({ group: 'ci', alive: true, draining: true });
  expect(await adapter.find(`none/${id.split('/')[1]}`)).toBe(null);
  expect(await adapter.find('i-0123456789abcdef0')).toBe(null);
  const foreign = await withService(1, {
    tags: [
      { key: TAG.stage, value: 'production' },
      { key: TAG.group, value: 'ci' },
    ],
  });
  expect(await foreign.adapter.find(foreign.ids()[0] ?? '')).toBe(null);
});

test('throttled calls are repeated; 250 tasks are read page by page', async () => {
  const { standIn, described } = await withService(250);
  standIn.faults.add({ kind: 'throttle', action: '*', count: 2 });
  expect((await described()).workers).toHaveLength(250);
});
