import { expect, test } from 'vitest';
import { preview } from '../../../shared/evaluation/preview.ts';
import { autoScalingGroupAdapter } from '../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { FakeAutoScaling } from '../../fakes/fake-auto-scaling.ts';
import { POOLS, policyOf, setting, settled } from './setting.ts';

const looked = async (world: Awaited<ReturnType<typeof settled>>) => (await preview('ci', world.dependencies))?.decided;

test('a preview decides like an evaluation and changes nothing', async () => {
  const world = await settled(1, policyOf(), { invisibleFor: 30_000 });
  world.queues.set('jobs', { waiting: 40 });
  await world.evaluate();
  world.queues.set('jobs', { waiting: 60 });
  world.pass(10);
  world.table.calls.clear();
  const decided = await looked(world);
  expect(decided).toMatchObject({ seen: { workers: { ready: 1, pending: 3 } }, decision: { desired: 6 } });
  expect(world.writes()).toBe(0);
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

test('a preview during a launch does not call the workers lost that are being launched', async () => {
  const world = await settled(1);
  world.queues.set('jobs', { waiting: 40 });
  const { claims } = world.table;
  const during: Awaited<ReturnType<typeof preview>>[] = [];
  const looking: typeof claims = {
    begin: async (request) => {
      const answer = await claims.begin(request);
      during.push(await preview('ci', world.dependencies));
      return answer;
    },
    resume: (takeover) => claims.resume(takeover),
    abandon: (...abandoned) => claims.abandon(...abandoned),
    settle: (...outcome) => claims.settle(...outcome),
  };
  expect(await world.evaluate({ claims: looking })).toMatchObject({ result: 'resized' });
  const [seen] = during;
  expect(seen).toMatchObject({ state: { claim: { holder: 'function-1' } }, decided: { decision: { desired: 4 } } });
  expect(seen?.notes).toEqual([]);
});

test('a preview reports, like an evaluation, that every pool is excluded', async () => {
  const world = await settled(2);
  for (const pool of POOLS) world.fleet.makeShort(pool);
  world.queues.set('jobs', { waiting: 60 });
  await world.evaluate();
  const decided = await looked(world);
  expect(decided?.decision.blockedBy).toBe('capacity-unavailable');
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

test('a preview of a group with a deleted policy shows, like an evaluation, that it drains to zero', async () => {
  const world = await settled(2, policyOf({ onDelete: 'drain' }));
  world.table.of('ci').document = null;
  await world.accept('ci');
  const decided = await looked(world);
  expect(decided?.decision.desired).toBe(0);
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

test('a preview of a group without a policy has its state, and that of an unknown group is null', async () => {
  const world = await settled(1);
  world.table.of('ci').document = null;
  await world.accept('ci');
  expect(await preview('ci', world.dependencies)).toMatchObject({ state: { group: 'ci' }, decided: null });
  expect(await preview('never', setting().dependencies)).toBeNull();
});

test('a preview of a group that its provider cannot describe has its state and the reason', async () => {
  const world = await settled(1);
  await world.put(policyOf({ provider: { kind: 'auto-scaling-group', name: 'ghost' } }));
  const autoScaling = new FakeAutoScaling({ clock: world.clock });
  const providers = providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(autoScaling) });
  const look = () => preview('ci', { ...world.dependencies, providers });
  expect(await look()).toMatchObject({
    ...{ state: { group: 'ci' }, decided: null },
    undescribed: { code: 'group-not-found', params: { name: 'ghost' } },
  });
  autoScaling.calls.fail('groups', new Error('the connection was cut'));
  await expect(look()).rejects.toThrow('the connection was cut');
});

test('a preview has the same limits as a resize, and takes nothing from the budget', async () => {
  const world = await settled(2);
  world.budget.set('launched-instances', { burst: 4, perSecond: 1 / 60 });
  world.rooms.setVcpus({ 'on-demand': 8 });
  world.rooms.setVcpusOf('c7g.large', 2);
  world.queues.set('jobs', { waiting: 90 });
  for (let times = 0; times < 3; times++) {
    const decided = (await preview('ci', world.dependencies))?.decided;
    expect(decided?.decision.trace.filter(({ stage }) => stage === 'capacity')).toMatchObject([
      { reason: { code: 'launch-limits', params: { limits: [{ code: 'vcpu-quota' }] } } },
      { reason: { code: 'launch-budget', params: { asked: 4, granted: 3 } } },
    ]);
  }
  const decided = (await preview('ci', world.dependencies))?.decided;
  const { seen, decision } = await world.evaluate();
  expect(decided).toEqual({ seen, decision });
});

const GONE = { code: 'launch-error', params: { code: 'InvalidLaunchTemplateId.NotFound', message: 'gone' } };

test('a preview shows the back-off of launches', async () => {
  const world = await settled(1);
  world.table.setState('ci', (state) => ({
    ...state,
    provider: { ...state.provider, launchBackoff: { failures: 3, until: world.clock() + 60_000, because: GONE } },
  }));
  world.queues.set('jobs', { waiting: 40 });
  const decided = (await preview('ci', world.dependencies))?.decided;
  expect(decided?.decision).toMatchObject({ blockedBy: 'capacity-unavailable' });
  expect(decided?.decision.trace.at(-1)).toMatchObject({ stage: 'capacity', reason: { code: 'launch-backoff' } });
});

test('what was seen of a metric whose silence is 0 is what its rules read', async () => {
  const latency = { cloudwatch: { namespace: 'Shop', name: 'Latency', period: 60 } };
  const slow = { kind: 'threshold' as const, metric: 'latency', out: { above: 2, for: 60, add: 1 } };
  const world = setting();
  await world.put({ ...policyOf({ rules: [slow] }), metrics: { latency: { ...latency, missing: 'zero' } } });
  expect((await looked(world))?.seen.metrics).toEqual({ latency: 0 });
  await world.put({ ...policyOf({ rules: [slow] }), metrics: { latency } });
  expect((await looked(world))?.seen.metrics).toEqual({ latency: null });
});
