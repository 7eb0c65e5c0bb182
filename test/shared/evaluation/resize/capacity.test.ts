import { describe, expect, test } from 'vitest';
import { sentence } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { POOLS, policyOf, settled } from '../setting.ts';

const [POOL_A, POOL_B] = POOLS;

test('a partial launch counts, and a new activity with a new token launches the rest', async () => {
  const world = await settled(1);
  world.fleet.makeShort(POOL_A, 1);
  world.fleet.makeShort(POOL_B, 1);
  world.queues.set('jobs', { waiting: 50 });
  const first = await world.evaluate();
  expect(first).toMatchObject({ result: 'resized', told: expect.stringContaining('Launched 2 of 4.') });
  expect(world.state()).toMatchObject({ decision: { desired: 5 }, claim: null });

  for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
  world.pass(180);
  const second = await world.evaluate();
  expect(second).toMatchObject({ result: 'resized', intent: { onDemand: 2 }, seen: { desired: 5 } });
  expect(world.alive()).toHaveLength(5);
  const [retry, partial] = await world.activities();
  expect(retry).toMatchObject({ id: second.activity, status: 'done', intent: { token: second.activity } });
  expect(partial).toMatchObject({ id: first.activity, status: 'partial', intent: { token: first.activity } });
  expect(partial?.error && sentence(partial.error)).toContain(
    'InsufficientInstanceCapacity: c7g.large/subnet-a/on-demand',
  );
});

test('a pool with a capacity error is excluded for three minutes', async () => {
  const world = await settled(1);
  world.fleet.makeShort(POOL_A);
  world.queues.set('jobs', { waiting: 20 });
  await world.evaluate();
  expect(Object.fromEntries(world.offerings.until)).toEqual({ [POOL_A]: NOON + 180_000 });

  world.pass(179);
  world.queues.set('jobs', { waiting: 30 });
  expect((await world.evaluate()).intent).toMatchObject({ pools: [{ subnet: 'subnet-b' }] });
  world.pass(1);
  world.queues.set('jobs', { waiting: 40 });
  world.fleet.hasCapacityAgain(POOL_A);
  expect((await world.evaluate()).intent).toMatchObject({ pools: [{ subnet: 'subnet-a' }, { subnet: 'subnet-b' }] });
});

describe('with every pool excluded', () => {
  const drought = async (document = policyOf()) => {
    const world = await settled(2, document);
    for (const pool of POOLS) world.fleet.makeShort(pool);
    world.queues.set('jobs', { waiting: 60 });
    await world.evaluate();
    return world;
  };

  test('a group with missing workers holds with a reason, and does not call EC2', async () => {
    const world = await drought();
    expect(await world.activities()).toMatchObject([{ status: 'failed', outcome: { launched: [] } }]);
    const report = await world.evaluate();
    expect(report).toMatchObject({
      result: 'held',
      decision: { direction: 'hold', blockedBy: 'capacity-unavailable' },
    });
    expect(report.told).toBe(
      'Hold at 6. Rules asked for 6 (jobs 60, 10 per worker). Until 2026-11-21 12:03:00 UTC, every capacity pool of the policy is excluded after recent launch failures.',
    );
    expect(report.decision?.trace.at(-1)).toMatchObject({ stage: 'capacity', proposed: 6 });
    expect(world.fleet.calls.of('launch')).toBe(1);
  });

  test('a group that would scale out keeps its capacity', async () => {
    const world = await drought();
    world.queues.set('jobs', { waiting: 90 });
    const report = await world.evaluate();
    expect(report.told).toContain(
      'Hold at 6. Rules asked for 9 (jobs 90, 10 per worker). Until 2026-11-21 12:03:00 UTC, every capacity pool',
    );
    expect(world.state().decision.desired).toBe(6);
  });

  test('a group may still scale in', async () => {
    const world = await drought();
    world.queues.set('jobs', { waiting: 10 });
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { direction: 'in', desired: 1 } });
    expect(world.alive()).toHaveLength(1);
  });

  test('the launch is tried again when the three minutes are over', async () => {
    const world = await drought();
    for (const pool of POOLS) world.fleet.hasCapacityAgain(pool);
    world.pass(180);
    expect((await world.evaluate()).result).toBe('resized');
    expect(world.alive()).toHaveLength(6);
  });
});

test('a lack of spot capacity does not prevent on-demand launches', async () => {
  const spot = { percent: 50, onDemandBase: 0 };
  const provider = { ...policyOf().provider, spot } as NonNullable<ReturnType<typeof policyOf>['provider']>;
  const world = await settled(0, policyOf({ provider }));
  for (const subnet of ['subnet-a', 'subnet-b']) world.fleet.makeShort(`c7g.large/${subnet}/spot`);
  world.queues.set('jobs', { waiting: 20 });
  await world.evaluate();
  expect(world.alive()).toHaveLength(1);
  world.queues.set('jobs', { waiting: 60 });
  expect((await world.evaluate()).intent).toMatchObject({ onDemand: 2, spot: 0 });
});

test('a launch that fails in hundreds of pools is reported with its first few errors', async () => {
  const world = await settled(1);
  const errors = Array.from({ length: 600 }, (_, n) => ({
    code: 'UnauthorizedOperation',
    message: `pool ${n}: ${'x'.repeat(300)}`,
    pools: [`c7g.large/subnet-${n}/spot`],
    capacity: false,
  }));
  const resizer = {
    launch: async () => ({ launched: [], errors }),
    markDraining: async () => {},
    cancelDrain: async () => {},
    terminate: async () => [],
  };
  world.queues.set('jobs', { waiting: 50 });
  await world.evaluate({ resizer });
  const [activity] = await world.activities();
  const error = activity?.error ?? { code: '', params: {} };
  expect(error).toMatchObject({ code: 'launch-errors', params: { more: 597 } });
  expect(sentence(error)).toMatch(/UnauthorizedOperation: pool 2: x+; and 597 more\.$/);
  expect(world.state().provider.launchBackoff?.because).toEqual(activity?.error);
});
