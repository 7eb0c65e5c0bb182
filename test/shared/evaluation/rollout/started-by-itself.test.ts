import { describe, expect, test } from 'vitest';
import { sizingMark } from '../../../../shared/evaluation/index.ts';
import { sizingFor } from '../../../../shared/providers/index.ts';
import { policyOf as parsed } from '../../decision/builders.ts';
import { impair, rolling, rollingPolicy, SLOW, watched } from './rolling.ts';

describe('with on: version', () => {
  const document = rollingPolicy({ on: 'version' });

  test('a rollout starts by itself, and not again after it was rolled back', async () => {
    const world = await rolling(2, document, SLOW);
    expect(world.rollout()).toBeNull();
    world.fleet.templateVersion = '2';
    await world.minutes(15, impair(world, '2'));
    expect(world.versions()).toEqual(['1', '1']);
    expect(world.rollout()).toMatchObject({ status: 'rolled-back', started: { why: { code: 'rollout-differs' } } });
    const { id } = world.rollout() ?? {};
    await world.minutes(5);
    expect(world.rollout()?.id).toBe(id);
    world.fleet.templateVersion = '3';
    await world.minutes(20);
    expect(world.versions()).toEqual(['3', '3']);
    expect(world.rollout()?.status).toBe('done');
  });

  test('other types and subnets of the policy replace workers, too, and the rollback returns to them', async () => {
    const world = await rolling(2, document, SLOW);
    await world.put(rollingPolicy({ on: 'version' }, {}, { instanceTypes: ['m7g.large'] }));
    await world.minutes(20);
    expect(new Set(world.fleet.alive('ci').map(({ instanceType }) => instanceType))).toEqual(new Set(['m7g.large']));
    await world.put(rollingPolicy({ on: 'version' }, {}, { instanceTypes: ['r7g.large'], subnets: ['subnet-b'] }));
    await world.minutes(20, () => {
      for (const { id, instanceType, state } of world.fleet.alive('ci'))
        if (instanceType === 'r7g.large' && state === 'running') world.statusChecks.impair(id);
    });
    expect(world.rollout()?.status).toBe('rolled-back');
    expect(new Set(world.fleet.alive('ci').map(({ instanceType }) => instanceType))).toEqual(new Set(['m7g.large']));
  });

  test('spot shares stay', async () => {
    const world = await rolling(4, rollingPolicy({ on: 'version' }, {}, { spot: { percent: 50 } }), SLOW);
    const markets = () =>
      world.fleet
        .alive('ci')
        .map(({ market }) => market)
        .toSorted();
    const before = markets();
    world.fleet.templateVersion = '2';
    await world.minutes(25);
    expect(world.versions()).toEqual(['2', '2', '2', '2']);
    expect(markets()).toEqual(before);
  });

  test('weights count', async () => {
    const world = await rolling(
      4,
      rollingPolicy({ on: 'version' }, {}, { instanceTypes: [{ type: 'c7g.xlarge', weight: 2 }] }),
      SLOW,
    );
    expect(world.versions()).toEqual(['1', '1']);
    world.fleet.templateVersion = '2';
    expect(await watched(world, 15)).toEqual({ most: 3, fewest: 2, ready: 2 });
    expect(world.versions()).toEqual(['2', '2']);
  });
});

describe.each(['surge', 'in-place'] as const)('%s, a worker that is heavier than what is missing', (capacity) => {
  test.each(['0s', '2m'] as const)('holds no rollout, with delay: %s', async (delay) => {
    const types = { instanceTypes: [{ type: 'c7g.large', weight: 4 }] };
    const world = await rolling(10, rollingPolicy({ capacity, delay }, {}, types), SLOW);
    expect([world.versions(), world.state().decision.desired]).toEqual([['1', '1', '1'], 10]);
    world.fleet.templateVersion = '2';
    await world.replace();
    const seen = await watched(world, 40);
    expect(world.versions()).toEqual(['2', '2', '2']);
    expect(world.rollout()?.status).toBe('done');
    expect(seen.most).toBeLessThanOrEqual(4);
    if (delay !== '0s') expect(world.notes.join()).toContain('replaces the next workers after');
  });
});

describe('with rightsize.mode: auto', () => {
  test('workers of other types than right-sizing chooses are replaced, and no others', async () => {
    const provider = {
      instanceTypes: ['c7g.xlarge', 'm7g.xlarge'],
      rightsize: { mode: 'auto' as const, maxAllowed: 'c7g.4xlarge' },
    };
    const world = await rolling(2, rollingPolicy({}, {}, provider), SLOW);
    const types = () => new Set(world.fleet.alive('ci').map(({ instanceType }) => instanceType));
    expect(types()).toEqual(new Set(['c7g.xlarge']));
    world.fleet.templateVersion = '2';
    await world.minutes(3);
    expect(world.rollout()).toBeNull();
    const sizing = sizingFor(parsed(rollingPolicy({}, {}, provider) as never).provider);
    await world.table.sizings.store('ci', {
      ...{ at: world.clock(), of: sizingMark(sizing as NonNullable<typeof sizing>), types: ['m7g.large'] },
      verdict: { code: 'rightsize-keep', params: { type: 'm7g.large' } },
    });
    await world.minutes(20);
    expect(types()).toEqual(new Set(['m7g.large']));
    expect(world.rollout()).toMatchObject({ status: 'done', to: { types: 'm7g.large' } });
  });
});

describe('a maximum lifetime', () => {
  test('replaces each worker between 90 and 100 % of it, one at a time', async () => {
    const world = await rolling(3, rollingPolicy({}, {}, { maxLifetime: '1d' }), SLOW);
    const before = world.alive();
    const launchedAt = Math.min(...world.fleet.alive('ci').map((worker) => worker.launchedAt));
    world.pass(0.9 * 86_400 - (world.clock() - launchedAt) / 1000 - 60);
    await world.minutes(1);
    expect(world.alive()).toEqual(before);
    let most = 0;
    await world.minutes(200, () => {
      most = Math.max(most, world.alive().length);
    });
    expect(world.alive().filter((id) => before.includes(id))).toEqual([]);
    expect(world.alive()).toHaveLength(3);
    expect(most).toBe(4);
    expect(world.rollout()).toBeNull();
  });
});
