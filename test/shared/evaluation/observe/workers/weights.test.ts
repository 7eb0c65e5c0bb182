import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../../../shared/policy/index.ts';
import { FLEET_ACCESS } from '../../../../../shared/providers/ec2/ports.ts';
import { policyOf, type Setting, setting } from '../../setting.ts';

const WEIGHTS = { 'c7g.large': 1, 'c7g.xlarge': 2, 'c7g.2xlarge': 4 } as const;
type Types = (string | { readonly type: string; readonly weight: number })[];

/** One unit of capacity for every ten jobs. */
const weighted = (
  types: Types = Object.entries(WEIGHTS).map(([type, weight]) => ({ type, weight })),
  more: Partial<PolicyDocument> = {},
  provider: object = {},
) =>
  policyOf({
    ...more,
    provider: {
      ...{ kind: 'ec2', launchTemplate: { name: 'ci-runner' }, subnets: ['subnet-a', 'subnet-b'] },
      ...{ instanceTypes: types, ...provider },
    },
  });

/** A group with these workers that are just enough. */
async function group(
  instanceTypes: readonly (keyof typeof WEIGHTS)[],
  document = weighted(),
  fleet: Parameters<typeof setting>[0] = {},
) {
  const world = setting(fleet);
  for (const [nth, instanceType] of instanceTypes.entries())
    world.fleet.add('ci', { id: `i-${nth}`, instanceType, zone: 'zone-of-subnet-a', subnet: 'subnet-a' });
  const units = instanceTypes.reduce((sum, type) => sum + WEIGHTS[type], 0);
  wants(world, units);
  await world.put(document);
  await world.evaluate();
  return world;
}

/** A group that may scale out by 2 from capacity 4, and gets 4 more, because only a heavy type was allowed. */
async function surplusAfterLaunch(inward: object, wanted: number) {
  const behavior = { in: inward, out: { limits: [{ workers: 2, every: 60 }] } };
  const light = Array<'c7g.large'>(4).fill('c7g.large');
  const world = await group(light, weighted(undefined, { behavior }));
  await world.put(weighted([{ type: 'c7g.2xlarge', weight: 4 }], { behavior }));
  wants(world, wanted);
  expect(await world.evaluate()).toMatchObject({ result: 'resized', outcome: { launched: [{}] } });
  return world;
}

const wants = (world: Setting, units: number) => world.queues.set('jobs', { waiting: units * 10 });
const typesOf = (world: Setting) => world.fleet.alive('ci').map(({ instanceType }) => instanceType);

describe('a group whose types have weights', () => {
  test('is as large as its workers weigh', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.xlarge', 'c7g.large']);
    const { seen, told } = await world.evaluate();
    expect(seen).toMatchObject({ desired: 7, workers: { ready: 3 }, units: { ready: 7 } });
    expect(told).toContain('Hold at capacity 7 (3 workers)');
    expect(world.state().provider.weights).toEqual(WEIGHTS);
  });

  test('launches units of capacity, and its launched workers count before EC2 lists them', async () => {
    const document = weighted([{ type: 'c7g.2xlarge', weight: 4 }]);
    const world = await group(['c7g.2xlarge'], document, { invisibleFor: 60_000 });
    wants(world, 10);
    const report = await world.evaluate();
    // Two of weight 4 bring more than the 6 that are missing.
    expect(report).toMatchObject({ result: 'resized', intent: { count: 6, inUnits: true, onDemand: 6 } });
    expect(report.told).toContain('Launched capacity 8 of 6 (2 workers)');
    expect(world.state().provider.launched).toMatchObject([{ weight: 4 }, { weight: 4 }]);
    world.pass(10);
    const next = await world.evaluate();
    expect(next).toMatchObject({ result: 'held', seen: { desired: 10, units: { ready: 4, pending: 8 } } });
    expect(typesOf(world)).toHaveLength(3);
  });

  test('launches no type that is heavier than what is missing', async () => {
    const world = await group(
      ['c7g.2xlarge', 'c7g.2xlarge'],
      weighted(['c7g.large', { type: 'c7g.2xlarge', weight: 4 }]),
    );
    wants(world, 10);
    await world.evaluate();
    expect(typesOf(world)).toEqual(['c7g.2xlarge', 'c7g.2xlarge', 'c7g.large', 'c7g.large']);
  });

  test('terminates no worker without which it has less than is decided; a later scale-in takes what is left', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.2xlarge', 'c7g.2xlarge']);
    wants(world, 9);
    expect(await world.evaluate()).toMatchObject({ result: 'held', decision: { desired: 9, retire: [] } });
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 9 } });
    wants(world, 8);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 8, retire: ['i-0'] } });
    expect(typesOf(world)).toHaveLength(2);
  });

  test('gives up what is surplus as soon as a worker fits into it: one that was busy at the scale-in', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.2xlarge', 'c7g.large']);
    // One job is done by the worker that is busy.
    world.fleet.report('i-2', 'busy');
    wants(world, 6);
    expect(await world.evaluate()).toMatchObject({ decision: { desired: 7, retire: [] } });
    world.fleet.report('i-2', 'idle');
    wants(world, 7);
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', decision: { direction: 'hold' }, intent: { victims: ['i-2'] } });
    expect(report.told).toContain('more capacity than was decided, so i-2 is removed');
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 7, units: { ready: 8 } } });
  });

  test('gives up what a launch brought too much, when the workers that stay are ready', async () => {
    const heavy = weighted([{ type: 'c7g.2xlarge', weight: 4 }]);
    const world = await group(['c7g.large', 'c7g.large', 'c7g.xlarge'], weighted(), { invisibleFor: 60_000 });
    await world.put(heavy);
    wants(world, 6);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', outcome: { launched: [{}] } });
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 6, units: { pending: 4 } } });
    world.pass(300);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-0', 'i-1'] } });
    expect(typesOf(world)).toEqual(['c7g.xlarge', 'c7g.2xlarge']);
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 6, units: { ready: 6 } } });
  });

  test('keeps a surplus while data is missing, and in a maintenance window', async () => {
    const at = (more: object) => weighted(undefined, more as Partial<PolicyDocument>);
    const world = await group(['c7g.2xlarge', 'c7g.large'], at({}));
    world.fleet.report('i-1', 'busy');
    wants(world, 3);
    await world.evaluate();
    world.fleet.report('i-1', 'idle');
    world.queues.delete('jobs');
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    wants(world, 4);
    await world.put(at({ guards: { maintenance: [{ cron: '0 12 * * *', lasts: '1h' }] } }));
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    await world.put(at({}));
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-1'] } });
  });

  test('keeps a surplus where the policy allows no scale-in, and while the group scales out', async () => {
    const never = weighted(undefined, { behavior: { in: { select: 'disabled' } } });
    const world = await group(['c7g.2xlarge', 'c7g.2xlarge', 'c7g.large']);
    world.fleet.report('i-2', 'busy');
    wants(world, 6);
    await world.evaluate();
    world.fleet.report('i-2', 'idle');
    wants(world, 7);
    await world.put(never);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 7, units: { ready: 9 } } });
    await world.put(weighted());
    wants(world, 8);
    expect(await world.evaluate()).toMatchObject({ decision: { direction: 'out', desired: 8 } });
    expect(typesOf(world)).toHaveLength(3);
  });

  test('gives up a surplus when the cooldown of the scale-in that left it is over', async () => {
    const document = weighted(undefined, { behavior: { in: { cooldown: 300 } } });
    const world = await group(['c7g.2xlarge', 'c7g.2xlarge', 'c7g.large'], document);
    world.fleet.report('i-2', 'busy');
    wants(world, 6);
    expect(await world.evaluate()).toMatchObject({ decision: { desired: 7, retire: [] } });
    world.fleet.report('i-2', 'idle');
    wants(world, 7);
    world.pass(240);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { units: { ready: 9 } } });
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-2'] } });
  });

  test('keeps a surplus for which the rules asked within the stabilization window', async () => {
    const world = await surplusAfterLaunch({ stabilization: 600 }, 8);
    wants(world, 6);
    world.pass(300);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 6, units: { ready: 8 } } });
    world.pass(540);
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-0', 'i-1'] } });
  });

  test('gives up a surplus within the limits of scale-in, and each part counts for them', async () => {
    const world = await surplusAfterLaunch({ limits: [{ workers: 1, every: 300 }] }, 6);
    world.pass(300);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-0'] } });
    expect(world.state().decision).toMatchObject({ lastInAt: world.clock(), desired: 6 });
    world.pass(240);
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-1'] } });
  });

  test('gives up what a heavy replacement brought beyond the recovered worker, as a scale-in', async () => {
    const world = await group(Array<'c7g.large'>(4).fill('c7g.large'));
    await world.put(weighted([{ type: 'c7g.2xlarge', weight: 4 }]));
    world.statusChecks.impair('i-0');
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { replaces: 1 } });
    world.statusChecks.impair('i-0', false);
    world.pass(300);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', seen: { units: { ready: 8 } } });
    expect(world.state().decision).toMatchObject({ desired: 4, lastInAt: world.clock() });
  });

  test('replaces as much as was terminated outside', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.xlarge', 'c7g.large']);
    world.fleet.vanish('i-0');
    world.pass(60);
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', intent: { count: 4 } });
    expect(report.told).toContain('Workers were terminated outside Headcount; 4 units of capacity will be replaced');
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 7 } });
  });

  test('replaces an unhealthy worker by as much capacity', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.xlarge']);
    world.statusChecks.impair('i-0');
    expect(await world.evaluate()).toMatchObject({ intent: { count: 4, replaces: 4 } });
    expect(world.state().provider.replacedForHealth).toMatchObject([{ workers: 1 }]);
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { victims: ['i-0'] } });
    expect(world.state().provider).toMatchObject({ replacementsInFlight: 0 });
    world.pass(60);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 6 } });
  });

  test('takes back draining workers that fit, and launches the rest', async () => {
    const drain = { behavior: { in: { drain: 300 } } };
    const world = await group(['c7g.2xlarge', 'c7g.xlarge', 'c7g.large'], weighted(undefined, drain));
    wants(world, 0);
    await world.evaluate();
    world.pass(10);
    wants(world, 3);
    // The drain of the worker of weight 4 would bring more than is missing.
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', intent: { takeBack: ['i-1', 'i-2'], count: 0 } });
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 3 } });
  });

  test('counts a worker whose type has left the policy as it was known to count', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.xlarge']);
    await world.put(weighted([{ type: 'c7g.large', weight: 1 }]));
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'held', seen: { desired: 6, units: { ready: 6 } } });
    expect(world.state().provider.weights).toEqual({ 'c7g.2xlarge': 4, 'c7g.xlarge': 2 });
    await world.put(weighted(['c7g.large']));
    expect((await world.evaluate()).seen).not.toHaveProperty('units');
    expect(world.state().provider.weights).toEqual({});
  });

  test('is capacity again by its weight if it cannot be terminated', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.xlarge']);
    world.fleet.protect('i-0');
    wants(world, 2);
    await world.evaluate();
    expect(world.state().decision.desired).toBe(6);
  });

  test('that retires by itself is no capacity any more, by its weight', async () => {
    const world = await group(['c7g.2xlarge', 'c7g.xlarge']);
    wants(world, 2);
    world.fleet.report('i-0', 'retire');
    expect(await world.evaluate()).toMatchObject({ intent: { victims: ['i-0'] }, seen: { desired: 2 } });
    expect(typesOf(world)).toEqual(['c7g.xlarge']);
  });

  test('is launched by RunInstances as far as it fits, without EC2 Fleet', async () => {
    const world = await group([], weighted([{ type: 'c7g.2xlarge', weight: 4 }]));
    await world.offerings.note([FLEET_ACCESS], Number.POSITIVE_INFINITY);
    wants(world, 9);
    await world.evaluate();
    expect(typesOf(world)).toHaveLength(3);
    world.pass(300);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { desired: 9, units: { ready: 12 } } });
  });

  test('keeps zones even by capacity', async () => {
    const world = await group(['c7g.2xlarge']);
    wants(world, 8);
    await world.evaluate();
    const subnets = world.fleet.alive('ci').map(({ subnet, instanceType }) => `${subnet} ${instanceType}`);
    expect(subnets.slice(1).every((each) => each.startsWith('subnet-b'))).toBe(true);
  });

  test('shares both markets by capacity', async () => {
    const spot = { spot: { percent: 50, onDemandBase: 4 } };
    const world = await group([], weighted([{ type: 'c7g.2xlarge', weight: 4 }], {}, spot));
    wants(world, 12);
    expect(await world.evaluate()).toMatchObject({ intent: { onDemand: 8, spot: 4 } });
    expect(world.fleet.alive('ci').map(({ market }) => market)).toEqual(['on-demand', 'on-demand', 'spot']);
  });
});
