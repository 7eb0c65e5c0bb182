import { expect, it } from 'vitest';
import type { PolicyDocument } from '../../../../../shared/policy/index.ts';
import { policyOf, type Setting, setting } from '../../setting.ts';

const CPU = { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: {} };
const MEMORY = { namespace: 'CWAgent', name: 'mem_used', dimensions: {} };
const MB = 1_000_000;

const judged = (written: Partial<PolicyDocument> = {}) =>
  policyOf({
    capacity: { min: 1, max: 10 },
    metrics: {
      cpu: { cloudwatch: { ...CPU, each: 'worker' } },
      memory: { cloudwatch: { ...MEMORY, each: 'worker' } },
    },
    rules: [
      {
        kind: 'workers',
        overloaded: [
          { metric: 'cpu', above: 70 },
          { metric: 'memory', above: 300 * MB },
        ],
        idle: [{ metric: 'cpu', below: 10 }],
        idleFor: '30s',
      },
    ],
    ...written,
  });

interface Load {
  readonly cpu?: number;
  readonly memory?: number;
}

/** A minute in which workers had this load, and the evaluation after it. */
async function minute(world: Setting, loads: Readonly<Record<string, Load>>) {
  for (const [id, { cpu, memory }] of Object.entries(loads)) {
    if (cpu !== undefined) world.metrics.putOf(id, CPU, world.clock(), cpu);
    if (memory !== undefined) world.metrics.putOf(id, MEMORY, world.clock(), memory * MB);
  }
  world.pass(60);
  return world.evaluate();
}

async function withWorkers(ids: readonly string[], document = judged()): Promise<Setting> {
  const world = setting();
  for (const id of ids) world.fleet.add('ci', { id });
  await world.put(document);
  return world;
}

it('a group grows when every worker is overloaded, by CPU or by memory', async () => {
  const world = await withWorkers(['i-a', 'i-b']);
  await minute(world, { 'i-a': { cpu: 90, memory: 100 }, 'i-b': { cpu: 40, memory: 200 } });
  expect(world.alive()).toHaveLength(2);
  const { told } = await minute(world, { 'i-a': { cpu: 90, memory: 100 }, 'i-b': { cpu: 40, memory: 400 } });
  expect(told).toContain('Scale out 2 → 3');
  expect(world.alive()).toHaveLength(3);
});

it('exactly the workers that were idle for long enough are removed', async () => {
  const world = await withWorkers(['i-a', 'i-b', 'i-c', 'i-d']);
  const load = (c: number) => ({ 'i-a': { cpu: 50 }, 'i-b': { cpu: 2 }, 'i-c': { cpu: c }, 'i-d': { cpu: 60 } });
  await minute(world, load(30));
  await minute(world, load(5));
  expect(world.alive()).toEqual(['i-a', 'i-c', 'i-d']);
  await minute(world, load(5));
  expect(world.alive()).toEqual(['i-a', 'i-d']);
});

it('a worker without data is never idle, and starts anew', async () => {
  const world = await withWorkers(['i-a', 'i-b'], judged());
  const load = (b: Load) => ({ 'i-a': { cpu: 50 }, 'i-b': b });
  await minute(world, load({ cpu: 2 }));
  for (let silent = 0; silent < 8; silent++) await minute(world, { 'i-a': { cpu: 50 } });
  expect(world.alive()).toEqual(['i-a', 'i-b']);
  expect(world.state().decision.idleSince).toEqual({});
  await minute(world, load({ cpu: 2 }));
  expect(world.alive()).toEqual(['i-a', 'i-b']);
  await minute(world, load({ cpu: 2 }));
  expect(world.alive()).toEqual(['i-a']);
});

it('a worker that boots quietly is not idle', async () => {
  const world = await withWorkers(['i-a'], judged({ warmup: '5m' }));
  world.fleet.add('ci', { id: 'i-new', launchedAt: world.clock() });
  for (let booting = 0; booting < 4; booting++) await minute(world, { 'i-a': { cpu: 50 }, 'i-new': { cpu: 1 } });
  expect(world.state().decision.idleSince ?? {}).toEqual({});
  expect(world.alive()).toEqual(['i-a', 'i-new']);
});

it('the state is written only when a worker becomes idle or stops being it', async () => {
  const rules = [{ ...(judged().rules?.[0] as object), idleFor: '1h' }] as NonNullable<PolicyDocument['rules']>;
  const world = await withWorkers(['i-a', 'i-b'], judged({ rules }));
  const load = { 'i-a': { cpu: 50 }, 'i-b': { cpu: 2 } };
  await minute(world, load);
  await minute(world, load);
  world.table.calls.clear();
  for (let idle = 0; idle < 5; idle++) await minute(world, load);
  expect(world.writes()).toBe(0);
  await minute(world, { 'i-a': { cpu: 50 }, 'i-b': { cpu: 20 } });
  expect(world.writes()).toBe(1);
});

it('a target rule follows the values of the workers', async () => {
  const rules: PolicyDocument['rules'] = [{ kind: 'target', metric: 'cpu', value: 50 }];
  const world = await withWorkers(['i-a', 'i-b', 'i-c', 'i-d'], judged({ rules }));
  const { told, seen } = await minute(world, { 'i-a': { cpu: 100 }, 'i-b': { cpu: 100 }, 'i-c': { cpu: 100 } });
  // The silent worker counts as 0: 300 ÷ 50.
  expect(told).toContain('Scale out 4 → 6');
  expect(seen?.metrics).toMatchObject({ cpu: 100 });
});

it('a metric of workers without any data is no zero of the group, even if silence means zero', async () => {
  const rules: PolicyDocument['rules'] = [{ kind: 'target', metric: 'cpu', value: 50 }];
  const metrics = { cpu: { cloudwatch: { ...CPU, each: 'worker' as const }, missing: 'zero' as const } };
  const world = await withWorkers(['i-a', 'i-b', 'i-c'], judged({ rules, metrics }));
  await minute(world, {});
  expect(world.alive()).toHaveLength(3);
});

it('metrics of workers are read in one batch with those of other groups, and not for a group without workers', async () => {
  const world = await withWorkers(['i-a', 'i-b']);
  world.fleet.add('other', { id: 'i-x' });
  for (const group of ['other', 'empty']) {
    await world.put({ ...judged(), group, capacity: { min: 0, max: 10 } });
  }
  world.metrics.calls.clear();
  await world.many(['ci', 'other', 'empty']);
  expect(world.metrics.calls.of('read')).toBe(1);
});
