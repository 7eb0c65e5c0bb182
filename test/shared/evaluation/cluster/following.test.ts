import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PolicyCache, preview, previews } from '../../../../shared/evaluation/index.ts';
import { describedAgain, describeGroups } from '../../../../shared/evaluation/observe/describe-groups.ts';
import { BOOT, nodesOf, onInstances, webOf } from './on-instances.ts';

const TICK = 60;

/** One task on one instance, as the policies want it. */
async function started(delays: object = {}) {
  const world = onInstances(delays);
  world.fleet.add('nodes');
  world.join();
  world.service('web', 1);
  await world.put(nodesOf());
  await world.put(webOf());
  world.queues.set('web', { waiting: 10 });
  world.pass(20);
  await world.many(['nodes']);
  return world;
}

const decisionOf = (reports: Awaited<ReturnType<ReturnType<typeof onInstances>['many']>>, group: string) =>
  reports.find((report) => report.group === group)?.decision;

test('instances follow tasks from 1 to 40 and back, and no task waits for a place for longer than a boot', async () => {
  const world = await started();
  world.queues.set('web', { waiting: 400 });
  const out = await world.many(['web']);
  expect(decisionOf(out, 'web')?.desired).toBe(40);
  // In the same pass.
  expect(decisionOf(out, 'nodes')?.desired).toBe(20);
  expect(out.find(({ group }) => group === 'nodes')?.seen?.metrics).toEqual({ needed: 20 });
  world.pass(BOOT + 10);
  expect(world.running()).toBe(40);
  await world.many(['web']);
  expect(world.alive('nodes')).toHaveLength(20);

  world.queues.set('web', { waiting: 10 });
  const into = await world.many(['web']);
  expect(decisionOf(into, 'web')).toMatchObject({ desired: 1, blockedBy: null });
  // Its tasks still run.
  expect(decisionOf(into, 'nodes')).toMatchObject({ desired: 20, blockedBy: 'waits-for-tier' });
  expect(decisionOf(into, 'nodes')?.trace.at(-1)).toMatchObject({
    stage: 'guard:protected',
    reason: { code: 'runs-tiers', params: { groups: ['web'], workers: 20, running: 40 } },
  });
  world.pass(TICK);
  expect(decisionOf(await world.many(['web']), 'nodes')?.desired).toBe(1);
  world.pass(TICK);
  await world.many(['web']);
  expect([world.alive('nodes').length, world.running()]).toEqual([1, 1]);
  const [place] = world.standIn.containerInstances();
  expect(place).toMatchObject({ ec2InstanceId: world.alive('nodes')[0], status: 'ACTIVE' });
});

test('a task that starts while the cluster is read takes its place only once', async () => {
  const world = await started();
  const { standIn } = world;
  const answer = standIn.answer.bind(standIn);
  let isListed = false;
  standIn.answer = (operation, input) => {
    if (isListed) answer('UpdateService', { cluster: 'main', service: 'web', desiredCount: 2 });
    const answered = answer(operation, input);
    isListed = operation === 'ListTasks';
    return answered;
  };
  world.queues.set('web', { waiting: 120 });
  expect(decisionOf(await world.many(['web']), 'nodes')?.desired).toBe(6);
});

test('tasks that hold their places already but are not listed yet ask for no further instances', async () => {
  const world = await started({ invisible: 15_000 });
  world.queues.set('web', { waiting: 120 });
  for (let turn = 0; turn < 12; turn++) {
    expect(decisionOf(await world.many(['web']), 'nodes')?.desired).toBe(6);
    world.pass(10);
  }
  expect([world.running(), world.alive('nodes').length]).toEqual([12, 6]);
});

test('a cluster costs two calls of ECS more in each pass, and no more reads of its groups', async () => {
  const costs = async (isJoined: boolean) => {
    const world = onInstances();
    world.fleet.add('nodes');
    world.join();
    world.service('web', 1);
    for (const { cluster = '', ...document } of [webOf(), nodesOf({ metrics: {}, rules: [] })])
      await world.put({ ...document, ...(isJoined && { cluster }) });
    world.queues.set('web', { waiting: 10 });
    world.pass(20);
    await world.many(['web', 'nodes']);
    world.standIn.calls.clear();
    world.table.calls.clear();
    await world.many(['web', 'nodes']);
    return { ...Object.fromEntries(world.standIn.calls), ...world.table.calls.all() };
  };
  const alone = { DescribeServices: 1, ListTasks: 1, DescribeTasks: 1, GetTaskProtection: 1, 'states.read': 1 };
  expect(await costs(false)).toEqual(alone);
  expect(await costs(true)).toEqual({ ...alone, ListContainerInstances: 1, DescribeContainerInstances: 1 });
});

test('instances with weights follow in units, also while they boot', async () => {
  const world = onInstances();
  const instanceType = 'c7g.xlarge';
  world.fleet.add('nodes', { instanceType });
  world.join();
  world.service('web', 1);
  const instanceTypes = [{ type: instanceType, weight: 2 }];
  const launchTemplate = { name: 'nodes' };
  await world.put(nodesOf({ provider: { kind: 'ec2', launchTemplate, instanceTypes, subnets: ['subnet-a'] } }));
  await world.put(webOf());
  world.queues.set('web', { waiting: 120 });
  world.pass(20);
  // Four tasks fit on an instance of weight 2.
  for (let turn = 0; turn < 3; turn++) {
    expect(decisionOf(await world.many(['web']), 'nodes')?.desired).toBe(6);
    world.pass(10);
  }
  world.pass(BOOT + 10);
  expect([world.running(), world.alive('nodes').length]).toEqual([12, 3]);
  world.queues.set('web', { waiting: 10 });
  for (let turn = 0; turn < 4; turn++) {
    await world.many(['web']);
    world.pass(TICK);
  }
  expect([world.running(), world.alive('nodes').length]).toEqual([1, 1]);
});

test('an instance that drains takes no more tasks, and ends as soon as it is empty', async () => {
  const world = await started();
  world.queues.set('web', { waiting: 40 });
  await world.many(['web']);
  world.pass(BOOT + 10);
  world.queues.set('web', { waiting: 10 });
  await world.many(['web']);
  world.pass(10);
  await world.many(['web']);
  expect(
    world.standIn
      .containerInstances()
      .map(({ status }) => status)
      .sort(),
  ).toEqual(['ACTIVE', 'DRAINING']);
  // More tasks arrive before it ends: they don't start on it.
  world.queues.set('web', { waiting: 40 });
  const back = await world.many(['web']);
  expect(back.find(({ group }) => group === 'nodes')?.decision?.desired).toBe(2);
  world.pass(BOOT + 10);
  expect([world.running(), world.alive('nodes').length]).toEqual([4, 2]);
});

test('an instance that stays after its drain takes tasks again', async () => {
  const world = await started();
  world.queues.set('web', { waiting: 40 });
  await world.many(['web']);
  world.pass(BOOT + 10);
  world.queues.set('web', { waiting: 10 });
  await world.many(['web']);
  world.pass(10);
  await world.many(['web']);
  const closed = () => world.standIn.containerInstances().filter(({ status }) => status === 'DRAINING');
  expect(closed()).toHaveLength(1);
  // Nobody can end it.
  world.fleet.protect(closed()[0]?.ec2InstanceId ?? '');
  world.pass(70);
  await world.many(['web']);
  world.pass(TICK);
  await world.many(['web']);
  expect([closed().length, world.alive('nodes').length]).toEqual([0, 2]);
});

test('an instance whose opening fails is opened at the next pass, and one that somebody else has closed stays closed', async () => {
  const world = await started();
  const { standIn } = world;
  world.queues.set('web', { waiting: 60 });
  await world.many(['web']);
  world.pass(BOOT + 10);
  world.queues.set('web', { waiting: 10 });
  await world.many(['web']);
  world.pass(10);
  await world.many(['web']);
  const closed = () => standIn.containerInstances().filter(({ status }) => status === 'DRAINING');
  expect(closed()).toHaveLength(2);
  // They don't end before their drain is canceled.
  for (const { ec2InstanceId } of closed()) world.fleet.protect(ec2InstanceId);
  const [byHand] = standIn.containerInstances().filter(({ status }) => status === 'ACTIVE');
  standIn.answer('UpdateContainerInstancesState', {
    ...{ cluster: 'main', containerInstances: [byHand?.arn], status: 'DRAINING' },
  });
  // They are needed again.
  world.queues.set('web', { waiting: 60 });
  const answer = standIn.answer.bind(standIn);
  standIn.answer = (operation, input) => {
    if (operation === 'UpdateContainerInstancesState') throw new Error('ECS does not answer');
    return answer(operation, input);
  };
  await world.many(['web']);
  standIn.answer = answer;
  expect(closed()).toHaveLength(3);
  world.pass(10);
  await world.many(['web']);
  expect(closed()).toEqual([byHand]);
  expect((await world.table.clusters.read(['main'])).get('main')?.closed).toEqual(new Set());
});

test('an instance that somebody else has closed holds no tasks: another one takes its place', async () => {
  const world = await started();
  const [byHand] = world.standIn.containerInstances();
  world.standIn.answer('UpdateContainerInstancesState', {
    ...{ cluster: 'main', containerInstances: [byHand?.arn], status: 'DRAINING' },
  });
  world.pass(10);
  expect(decisionOf(await world.many(['web']), 'nodes')?.desired).toBe(2);
  world.pass(BOOT + 10);
  expect(decisionOf(await world.many(['web']), 'nodes')?.desired).toBe(2);
  expect([world.running(), world.alive('nodes').length]).toEqual([1, 2]);
});

test('the order in which groups are given, and which of them, makes no difference', async () => {
  const decided = async (groups: readonly string[]) => {
    const world = await started();
    world.queues.set('web', { waiting: 70 });
    const reports = await world.many(groups);
    return reports.map(({ group, decision }) => ({ group, decision })).toSorted((a, b) => (a.group < b.group ? -1 : 1));
  };
  const whole = await decided(['web', 'nodes']);
  expect(whole).toHaveLength(2);
  for (const groups of [['nodes', 'web'], ['web'], ['nodes']]) expect(await decided(groups)).toEqual(whole);
});

test('the policies of the example do it, too', async () => {
  const read = async (name: string) =>
    parse(await readFile(new URL(`../../../../examples/ecs-on-ec2/${name}.yaml`, import.meta.url), 'utf8'));
  const world = onInstances();
  // Within the budget of the cluster.
  const price = { system: 'linux', type: 'm7g.large', market: 'on-demand', usd: 0.08 } as const;
  await world.table.prices.store([price], world.clock());
  world.fleet.add('nodes');
  world.join();
  world.service('web', 1);
  for (const name of ['nodes', 'web']) expect(await world.put(await read(name))).toMatchObject({ result: 'accepted' });
  world.queues.set('web', { waiting: 400 });
  world.pass(20);
  await world.many(['web']);
  world.pass(BOOT + 10);
  expect([world.running(), world.alive('nodes').length]).toEqual([40, 20]);
});

test('a service that was deleted leaves what it needs unknown: no instance goes, and a note says so', async () => {
  const world = await started();
  await world.call('DeleteService', { cluster: 'main', service: 'web', force: true });
  world.pass(600);
  const reports = await world.many(['nodes']);
  const nodes = reports.find(({ group }) => group === 'nodes');
  expect(nodes?.decision).toMatchObject({ desired: 1, blind: ['needed'] });
  expect(nodes?.notes?.map(({ code }) => code)).toContain('cluster-unknown');
});

test('a service whose policy cannot be read leaves what it needs unknown, beside one whose policy can', async () => {
  const world = await started();
  const api = webOf({ group: 'api', provider: { kind: 'ecs-service', cluster: 'main', service: 'api' } });
  await world.put(api);
  world.service('api', 1);
  world.pass(20);
  await world.many(['web']);
  // Of this version, nothing can be read.
  await world.put({ ...api, warmup: 7 });
  const policies: typeof world.table.policies = {
    read: async (wanted) =>
      new Map([...(await world.table.policies.read(wanted))].filter(([group]) => group !== 'api')),
  };
  const reports = await world.many(['nodes'], { policies });
  const nodes = reports.find(({ group }) => group === 'nodes');
  expect(nodes?.decision).toMatchObject({ desired: 1, blind: ['needed'] });
  expect(nodes?.notes).toContainEqual({ code: 'cluster-unknown', params: { cluster: 'main', groups: ['api'] } });
});

test('tasks of a service in no policy keep their instance, and count on it', async () => {
  const world = await started();
  world.service('other', 1);
  world.queues.set('web', { waiting: 0 });
  world.pass(20);
  const decision = decisionOf(await world.many(['nodes']), 'nodes');
  expect(decision).toMatchObject({ desired: 1 });
  world.pass(20);
  // The other half of the instance is taken: two more tasks need another one.
  world.queues.set('web', { waiting: 30 });
  expect(decisionOf(await world.many(['nodes']), 'nodes')?.desired).toBe(2);
});

test('groups without a cluster cause no further call', async () => {
  const world = onInstances();
  const { cluster: _none, ...alone } = nodesOf({ metrics: {}, rules: [] });
  await world.put(alone);
  await world.many(['nodes']);
  expect(world.table.clusters.calls.all()).toEqual({});
});

test('what runs on instances is known also when a group is described again, after an activity was completed', async () => {
  const world = onInstances();
  const id = world.fleet.add('nodes');
  await world.put(nodesOf());
  const state = world.state('nodes');
  const launched = [{ id: 'i-unknown', at: 0, seen: false, served: false, replaces: false }];
  const policy = (await new PolicyCache().read([{ group: 'nodes', version: 1 }], world.table.policies)).policies.get(
    'nodes',
  );
  if (!policy) throw new Error('there is no policy');
  const [described] = (await describeGroups([state], new Map([['nodes', policy]]), world.dependencies)).values();
  if (!described || described instanceof Error) throw described;
  const [worker] = described.workers;
  if (!worker) throw new Error('there is no worker');
  const before = { ...described, workers: [{ ...worker, busy: true, runs: { web: 2 } }] };
  const launching = { ...state, provider: { ...state.provider, launched: launched as never } };
  const again = await describedAgain(launching, policy, before, world.dependencies);
  expect(again).not.toBe(before);
  expect(again.workers).toMatchObject([{ id, busy: true, runs: { web: 2 } }]);
});

test('previews of the groups of a cluster decide each group once, as the preview of each does', async () => {
  const world = await started();
  await world.put(webOf({ group: 'api', provider: { kind: 'ecs-service', cluster: 'main', service: 'api' } }));
  world.service('api', 1);
  world.queues.set('web', { waiting: 400 });
  await world.many(['web']);
  let values = 0;
  const { sources } = world.dependencies;
  const read: typeof sources.read = async (requests, now) => {
    const readouts = new Map(await sources.read(requests, now));
    const get = readouts.get.bind(readouts);
    readouts.get = (key) => {
      values += 1;
      return get(key);
    };
    return readouts;
  };
  const counting = { ...world.dependencies, sources: { ...sources, read } };
  const alone = await preview('nodes', counting);
  const ofOne = values;
  values = 0;
  const all = await previews(['nodes', 'web', 'api'], counting);
  expect(ofOne).toBeGreaterThan(0);
  expect(values).toBe(ofOne);
  expect(all.get('nodes')).toMatchObject({ decided: { decision: alone?.decided?.decision } });
  expect([...all.values()].map((each) => each !== null && !(each instanceof Error) && each.decided !== null)).toEqual([
    ...[true, true, true],
  ]);
});
