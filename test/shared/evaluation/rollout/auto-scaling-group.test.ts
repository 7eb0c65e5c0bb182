import { expect, test } from 'vitest';
import { newRollout, type RecordedCase, turnedRound } from '../../../../shared/evaluation/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { autoScalingGroupAdapter } from '../../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../../shared/providers/index.ts';
import { FakeAutoScaling } from '../../../fakes/fake-auto-scaling.ts';
import { policyOf, setting } from '../setting.ts';

type Rollout = Extract<NonNullable<PolicyDocument['provider']>, { kind: 'auto-scaling-group' }>['rollout'];

/** An Auto Scaling group of three members of version 1, whose policy has these settings of rollouts. */
async function group(rollout: Rollout = {}, { drain = 0, max = 100, reaction = 0 } = {}) {
  const world = setting();
  const { clock } = world;
  const autoScaling = new FakeAutoScaling({ clock, pendingFor: 30_000, reaction });
  autoScaling.create('asg', { group: 'ci', max });
  for (let n = 0; n < 3; n++) autoScaling.add('asg');
  autoScaling.templates.create('2');
  const providers = providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(autoScaling) });
  const provider = { kind: 'auto-scaling-group' as const, name: 'asg', rollout };
  await world.put(policyOf({ provider, behavior: { in: { drain } } }));
  world.queues.set('jobs', { waiting: 30 });
  const sizes: number[] = [];
  const notes: string[] = [];
  const cases: RecordedCase[] = [];
  async function minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      const report = await world.evaluate({ providers, record: (recorded) => void cases.push(recorded) });
      if (report.error) throw new Error(report.error);
      notes.push(...(report.notes ?? []).map(sentence));
      sizes.push(autoScaling.alive('asg').length);
      world.pass(60);
    }
  }
  await minutes(1);
  const replace = (version?: string) =>
    world.table.states.setRollout(
      world.state(),
      newRollout({ id: 'r1', ...(version && { version }), actor: { by: 'ann', through: 'command' }, now: clock() }),
      clock(),
    );
  const versions = () => autoScaling.alive('asg').map(({ version }) => version);
  return {
    ...{ world, autoScaling, minutes, replace, versions, sizes, notes, cases },
    rollout: () => world.state().rollout,
  };
}

test('workers of an older version than the template of their group are replaced, one at a time', async () => {
  const { autoScaling, minutes, replace, versions, sizes, rollout } = await group();
  autoScaling.setVersion('asg', '2');
  await replace();
  await minutes(15);
  expect(versions()).toEqual(['2', '2', '2']);
  expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([3, 4]);
  expect(rollout()).toMatchObject({ status: 'done', from: { version: '1' }, to: { version: '2' } });
});

test('the group launches from the version that somebody names, also later', async () => {
  const { autoScaling, minutes, replace, versions, world } = await group();
  await replace('2');
  await minutes(15);
  expect(versions()).toEqual(['2', '2', '2']);
  world.queues.set('jobs', { waiting: 50 });
  await minutes(3);
  expect(versions()).toEqual(['2', '2', '2', '2', '2']);
  expect((await autoScaling.groups(['asg'])).get('asg')?.template?.version).toBe('2');
});

test('a version whose workers fail is left, and the group launches from the one before', async () => {
  const { autoScaling, minutes, replace, versions, sizes, rollout } = await group({}, { drain: 60, reaction: 90_000 });
  autoScaling.setVersion('asg', '2');
  await replace();
  for (let minute = 0; minute < 20; minute++) {
    for (const { id, version } of autoScaling.alive('asg')) {
      if (version === '2') autoScaling.setHealthy('asg', id, false);
    }
    await minutes(1);
  }
  expect(rollout()).toMatchObject({ status: 'rolled-back' });
  expect(versions()).toEqual(['1', '1', '1']);
  expect(Math.min(...sizes)).toBe(3);
  expect((await autoScaling.groups(['asg'])).get('asg')?.template?.version).toBe('1');
});

test('a rollout that somebody turns round goes back, and does not start by itself again', async () => {
  const { autoScaling, minutes, versions, rollout, world } = await group({ on: 'version', delay: '5m' });
  autoScaling.setVersion('asg', '2');
  await minutes(6);
  expect(versions()).toContain('2');
  const back = turnedRound(rollout() as NonNullable<ReturnType<typeof rollout>>, { by: 'ann', through: 'command' });
  if (typeof back === 'string') throw new Error(back);
  await world.table.states.setRollout(world.state(), back, world.clock());
  await minutes(20);
  expect(versions()).toEqual(['1', '1', '1']);
  expect(rollout()).toMatchObject({ status: 'rolled-back' });
});

test('an instance in standby is neither replaced nor waited for', async () => {
  const { autoScaling, minutes, replace, versions, rollout, world } = await group();
  const [aside] = autoScaling.alive('asg');
  autoScaling.enterStandby('asg', aside?.id ?? '');
  world.queues.set('jobs', { waiting: 20 });
  await minutes(2);
  autoScaling.setVersion('asg', '2');
  await replace();
  await minutes(15);
  expect(versions()).toEqual(['1', '2', '2']);
  expect(autoScaling.alive('asg')).toContainEqual(expect.objectContaining({ id: aside?.id, version: '1' }));
  expect(rollout()?.status).toBe('done');
});

test("in place, the group's own maximum does not matter; with a surge, the rollout waits for it and says so", async () => {
  const surge = await group({}, { max: 3 });
  surge.autoScaling.setVersion('asg', '2');
  await surge.replace();
  await surge.minutes(5);
  expect(surge.versions()).toEqual(['1', '1', '1']);
  expect(surge.notes.join(' ')).toContain('MaxSize 3');
  const place = await group({ capacity: 'in-place' }, { max: 3 });
  place.autoScaling.setVersion('asg', '2');
  await place.replace();
  await place.minutes(15);
  expect(place.versions()).toEqual(['2', '2', '2']);
  expect(Math.min(...place.sizes)).toBeGreaterThanOrEqual(2);
});

test('a recorded case of a rollout has a policy that can be read again', async () => {
  const { autoScaling, minutes, replace, cases, rollout } = await group();
  autoScaling.setVersion('asg', '2');
  await replace();
  await minutes(15);
  expect(rollout()?.status).toBe('done');
  const faults = cases.flatMap(({ policy }) => {
    const parsed = parsePolicy(JSON.parse(JSON.stringify(policy)));
    return parsed.ok ? [] : parsed.faults;
  });
  expect(cases.length).toBeGreaterThan(10);
  expect(faults).toEqual([]);
});
