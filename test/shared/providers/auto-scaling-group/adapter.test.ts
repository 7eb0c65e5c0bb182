import { expect, test } from 'vitest';
import { autoScalingGroupAdapter } from '../../../../shared/providers/auto-scaling-group/adapter.ts';
import { schema } from '../../../../shared/providers/auto-scaling-group/format/config.ts';
import { autoScalingGroup } from '../../../../shared/providers/auto-scaling-group/index.ts';
import type { Description } from '../../../../shared/providers/provider-adapter.ts';
import { planSchema } from '../../../../shared/providers/sized/index.ts';
import { DELAYS, group, idsOf, UNTIL_IN_SERVICE, withGroup } from '../../../local/autoscaling/served.ts';
import { withStandIn } from './with-stand-in.ts';

const config = (name: string) => schema.parse({ kind: 'auto-scaling-group', name });
const request = (name: string, of = `my-${name}`) => ({ group: of, config: config(name) });
const REQUEST = { urgency: 'usual', isPreview: false } as const;

async function setting(sizes: Parameters<typeof withGroup>[1], more?: Parameters<typeof withGroup>[2]) {
  const all = await withStandIn();
  await withGroup(all, sizes, more);
  const adapter = autoScalingGroupAdapter(all.aws);
  const described = async (): Promise<Description> => {
    const found = (await adapter.describe([request('web')], all.now())).get('my-web');
    if (found === undefined || found instanceof Error) throw found;
    return found;
  };
  const planned = async (count: number) => {
    const { facts, workers } = await described();
    const asked = { count, token: 'a', workers, launching: [], unavailable: new Map(), facts, now: all.now() };
    const { plan } = autoScalingGroup.planToAdd(config('web'), asked);
    if (plan === null) throw new Error('no plan');
    return plan;
  };
  return { ...all, adapter, described, planned };
}
const order = { group: 'my-web', activity: 'a', startedAt: 0 };

test('a group is described with its workers and its ordered capacity', async () => {
  const { adapter, described, planned, pass } = await setting({ min: 1, max: 8, desired: 2 });
  const plan = await planned(3);
  expect(await adapter.admit(plan, REQUEST)).toEqual({ plan, count: 3, reasons: [], drawn: null });
  expect(await adapter.launch({ ...order, plan }, [])).toEqual({ launched: [], ordered: 3, errors: [] });
  expect(await described()).toMatchObject({ ordered: 3, notes: [] });
  pass(DELAYS.reaction);
  const { workers, ordered } = await described();
  expect(ordered).toBe(0);
  expect(workers.map(({ serving }) => serving)).toEqual([true, true, false, false, false]);
});

test('the plan is the same after storing it', async () => {
  const { planned } = await setting({ desired: 1 });
  const plan = await planned(2);
  expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});

test('one call describes 100 groups; a group that is missing, or named twice, has its error', async () => {
  const { adapter, autoScaling, now, ask } = await setting({ desired: 1 });
  await ask('CreateAutoScalingGroup', {
    AutoScalingGroupName: 'two*',
    'LaunchTemplate.LaunchTemplateName': 'worker',
    MinSize: 0,
    MaxSize: 1,
    VPCZoneIdentifier: 'subnet-00000001',
  });
  const before = autoScaling.calls.get('DescribeAutoScalingGroups') ?? 0;
  const found = await adapter.describe(
    [request('web'), request('none'), request('two*', 'a'), request('two*', 'b'), { group: 'gone', config: null }],
    now(),
  );
  expect((autoScaling.calls.get('DescribeAutoScalingGroups') ?? 0) - before).toBe(1);
  const codes = [...found].map(([name, answer]) => [
    name,
    answer instanceof Error ? (answer as { reason?: { code: string } }).reason?.code : answer.workers.length,
  ]);
  expect(Object.fromEntries(codes)).toEqual({
    'my-web': 1,
    'my-none': 'group-not-found',
    a: 'group-named-twice',
    b: 'group-named-twice',
    gone: 0,
  });
});

test('all returns the workers of every group, and the error of a group that cannot be described', async () => {
  const { adapter, now, autoScaling } = await setting({ desired: 2 });
  const listing = await adapter.all([request('web'), request('none')], now());
  expect(listing.workers.map(({ group: of }) => of)).toEqual(['my-web', 'my-web']);
  expect([...listing.errors]).toMatchObject([['my-none', { reason: { code: 'group-not-found' } }]]);
  autoScaling.faults.add({
    ...{ kind: 'error', action: 'DescribeAutoScalingGroups', code: 'AccessDenied', status: 403, count: 1 },
  });
  const denied = await adapter.all([request('web')], now());
  expect([...denied.errors]).toMatchObject([['my-web', { reason: { code: 'group-access-denied' } }]]);
});

test('a drain is marked, canceled and reported as complete with tags', async () => {
  const { adapter, described, now } = await setting({ desired: 2 });
  const [a = '', b = ''] = (await described()).workers.map(({ id }) => id);
  const until = now() + 60_000;
  const plan = { name: 'web' };
  await adapter.startDraining({ group: 'my-web', workers: [a, b, 'i-0123456789abcdef0'], plan }, until);
  await adapter.markDrained(a);
  await adapter.cancelDrain('my-web', [b]);
  expect((await described()).workers).toMatchObject([
    { id: a, drainingUntil: until, drained: true },
    { id: b, drainingUntil: null, drained: false },
  ]);
});

test('terminated workers are removed with their capacity, and the minimum keeps others, with a reason', async () => {
  const all = await setting({ min: 1, desired: 2 });
  const [a = '', b = ''] = await idsOf(all);
  const removal = { group: 'my-web', workers: [a, b], plan: { name: 'web' } };
  expect(await all.adapter.terminate(removal, { evenBusy: false, drained: true })).toMatchObject({
    gone: [a],
    reasons: [{ code: 'group-at-min' }],
  });
  expect(await group(all)).toMatchObject({ DesiredCapacity: '1' });
});

test("a worker is found by its group's tags, so that its events reach its worker group", async () => {
  const tag = (at: number, key: string, value: string) => ({
    [`Tags.member.${at}.Key`]: key,
    [`Tags.member.${at}.Value`]: value,
    [`Tags.member.${at}.PropagateAtLaunch`]: false,
  });
  const tags = (stage: string) => ({ ...tag(1, 'headcount:group', 'my-web'), ...tag(2, 'headcount:stage', stage) });
  const find = async (stage: string) => {
    const all = await setting({ desired: 1 }, tags(stage));
    const [id = ''] = await idsOf(all);
    return all.adapter.find(id);
  };
  expect(await find('dev')).toEqual({ group: 'my-web', alive: true, draining: false });
  expect(await find('production')).toBe(null);
  const untagged = await setting({ desired: 1 });
  expect(await untagged.adapter.find((await idsOf(untagged))[0] ?? '')).toBe(null);
  expect(await untagged.adapter.find('i-0123456789abcdef0')).toBe(null);
});

test('a launch that cannot succeed is an outcome, and one that may succeed later throws', async () => {
  const all = await setting({ desired: 1, max: 4 });
  const plan = await all.planned(2);
  all.autoScaling.faults.add({
    kind: 'error',
    action: 'SetDesiredCapacity',
    code: 'AccessDenied',
    status: 403,
    count: 1,
  });
  await expect(all.adapter.launch({ ...order, plan }, [])).rejects.toMatchObject({
    reason: { code: 'group-access-denied' },
  });
  await all.ask('UpdateAutoScalingGroup', { AutoScalingGroupName: 'web', MaxSize: 2 });
  expect(await all.adapter.launch({ ...order, plan }, [])).toMatchObject({
    ordered: 1,
    errors: [{ code: 'AtMaxSize', capacity: false }],
  });
  await all.ask('DeleteAutoScalingGroup', { AutoScalingGroupName: 'web', ForceDelete: true });
  all.pass(600_000);
  expect(await all.adapter.launch({ ...order, plan }, [])).toMatchObject({
    ordered: 0,
    errors: [{ code: 'group-not-found' }],
  });
});

test('notes say why launches fail, and what else resizes the group', async () => {
  const all = await setting({ desired: 1 });
  all.ec2.shortages.add({ market: 'on-demand' });
  await all.adapter.launch({ ...order, plan: await all.planned(2) }, []);
  all.pass(UNTIL_IN_SERVICE);
  await all.ask('PutScalingPolicy', {
    AutoScalingGroupName: 'web',
    PolicyName: 'cpu',
    AdjustmentType: 'ChangeInCapacity',
    ScalingAdjustment: 1,
  });
  // Answers about scaling policies are kept for a while.
  all.pass(15 * 60_000);
  const { notes } = await all.described();
  expect(notes.map(({ code }) => code)).toEqual(['group-cannot-launch', 'group-has-scaling-policies']);
});
