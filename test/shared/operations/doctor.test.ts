import { expect, test } from 'vitest';
import { evaluate, PolicyCache } from '../../../shared/evaluation/index.ts';
import { examine, providerNotes, repair, reportNotes, stageWorkers } from '../../../shared/operations/index.ts';
import { lostMarkFindings } from '../../../shared/operations/lost-marks.ts';
import { type Policy, parsePolicy } from '../../../shared/policy/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { autoScalingGroupAdapter } from '../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { FakeAutoScaling } from '../../fakes/fake-auto-scaling.ts';
import { POOLS, policyOf, settled, withOneJob } from '../evaluation/setting.ts';

const DRAINED = policyOf({ behavior: { in: { drain: 60 } } });
type World = Awaited<ReturnType<typeof settled>>;
const examined = (world: World) => examine(world.table.records, world.dependencies);

/** A group all of whose workers were launched by its activities. */
async function healthy(): Promise<World> {
  const world = await settled(0, DRAINED);
  world.queues.set('jobs', { waiting: 30 });
  await world.evaluate();
  await world.evaluate();
  world.pass(600);
  return world;
}

test('a stage without problems has no findings', async () => {
  expect(await examined(await healthy())).toEqual([]);
});

test('workers without a group are reported and not changed', async () => {
  const world = await healthy();
  const stranger = world.fleet.add('forgotten');
  const byHand = world.fleet.add('ci', { activity: 'a-1' });
  const found = await examined(world);
  expect(found).toMatchObject([
    { kind: 'unknown-activity', subject: byHand, remedy: null },
    { kind: 'unknown-group', subject: stranger, group: 'forgotten', remedy: null },
  ]);
  for (const finding of found) expect(await repair(finding, world.dependencies)).toBe(false);
});

test('a worker that disappeared is reported', async () => {
  const world = await healthy();
  const [gone = ''] = world.alive();
  world.fleet.vanish(gone);
  expect(await examined(world)).toMatchObject([{ kind: 'vanished', subject: gone }]);
});

test('a worker that ended is reported with the reason of EC2', async () => {
  const world = await healthy();
  const [gone = ''] = world.alive();
  world.fleet.vanish(gone, 'Server.SpotInstanceTermination');
  const [found] = await examined(world);
  expect(found).toMatchObject({ kind: 'vanished', subject: gone });
  expect(found && sentence(found.reason)).toContain('Server.SpotInstanceTermination');
});

test('a worker of an ephemeral group that ended is not reported', async () => {
  const world = await settled(0, withOneJob(DRAINED));
  world.queues.set('jobs', { waiting: 30 });
  await world.evaluate();
  await world.evaluate();
  world.pass(600);
  for (const id of world.alive()) world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
  expect(await examined(world)).toEqual([]);
});

test('a stopped worker is reported, with what will happen to it', async () => {
  const world = await healthy();
  const [stopped = ''] = world.alive();
  world.fleet.stop(stopped);
  const [found] = await examined(world);
  expect(found).toMatchObject({ kind: 'stopped', subject: stopped, remedy: null });
  expect(found && sentence(found.reason)).toContain('The next evaluation terminates it');
});

test('launches that fail are reported with the reason of EC2, until a worker is ready', async () => {
  const world = await healthy();
  world.queues.set('jobs', { waiting: 40 });
  world.fleet.failLaunches(1, { code: 'Client.VolumeLimitExceeded' });
  await world.evaluate();
  await world.evaluate();
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'launches-fail', group: 'ci' }, { kind: 'vanished' }]);
  const told = found[0] && sentence(found[0].reason);
  expect(told).toContain('Client.VolumeLimitExceeded');
  expect(told).toContain(
    '. If EC2 lacks capacity, add instance types or subnets to the policy. To check its launch settings',
  );
  await world.evaluate();
  expect(await examined(world)).toMatchObject([{ kind: 'vanished' }]);
});

test('launches that have failed for long are one finding, which says since when the group lacks workers', async () => {
  const world = await healthy();
  world.queues.set('jobs', { waiting: 80 });
  for (const pool of POOLS) world.fleet.makeShort(pool);
  for (let minutes = 0; minutes < 20; minutes++) {
    await world.evaluate();
    world.pass(60);
  }
  expect(world.state().watch.conditions).toMatchObject([{ condition: 'cannot-launch', notified: true }]);
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'launches-fail', reason: { params: { since: '2026-11-21T12:11:00.000Z' } } }]);
  const told = found[0] && sentence(found[0].reason);
  expect(told).toMatch(/^\d launches of ci failed in a row, and it has lacked workers since 2026-11-21 12:11:00 UTC: /);
});

test('an unfinished drain is completed', async () => {
  const world = await healthy();
  world.queues.set('jobs', { waiting: 10 });
  const { activity } = await world.evaluate();
  world.pass(661);
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'unfinished', subject: activity, remedy: 'evaluate' }]);
  for (const finding of found) expect(await repair(finding, world.dependencies)).toBe(true);
  expect(world.alive()).toHaveLength(1);
  expect(await examined(world)).toEqual([]);
});

test('a drain that waits for a busy worker is no finding', async () => {
  const world = await healthy();
  world.queues.set('jobs', { waiting: 20 });
  const { decision } = await world.evaluate();
  const [id = ''] = decision?.retire ?? [];
  world.fleet.setBusy(id);
  world.pass(661);
  expect(await examined(world)).toEqual([]);
  world.fleet.setBusy(id, false);
  expect(await examined(world)).toMatchObject([{ kind: 'unfinished', remedy: 'evaluate' }]);
});

test('a worker whose report cannot be read is reported and not changed', async () => {
  const world = await healthy();
  const [id = ''] = world.alive();
  world.fleet.setReported(id, { ready: true, retire: false, alive: 'soon' });
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'unreadable-report', subject: id, remedy: null }]);
  expect(found[0]?.reason.params).toMatchObject({ cause: { code: 'alive-not-a-time', params: { written: 'soon' } } });
});

test('a worker about which an event could not be read is reported for a day, and its heartbeat counts', async () => {
  const world = await healthy();
  const [id = ''] = world.alive();
  await world.ports.markReported(id, { unreadable: 'detail.report is "bsuy"' }, world.clock());
  const [found, ...others] = await examined(world);
  expect([found, others]).toMatchObject([{ kind: 'unreadable-report', subject: id, remedy: null }, []]);
  expect(found && sentence(found.reason)).toMatch(
    /reports something unreadable: its event "Worker Reported" of \S+ \S+ UTC was ignored: detail\.report is "bsuy"\.$/,
  );
  const all = await stageWorkers(['ci'], world.dependencies);
  expect(reportNotes(all.workers)).toMatchObject([
    { code: 'unreadable-reports', params: { workers: 1, worker: id, cause: { code: 'event-unreadable' } } },
  ]);
  expect(all.workers.find((worker) => worker.id === id)?.reported).toMatchObject({ isAliveUnreadable: false });
  world.pass(24 * 3600);
  // Nothing has read prices here.
  expect((await examined(world)).filter(({ kind }) => kind !== 'old-prices')).toEqual([]);
});

test('a claim whose record was deleted is removed after its lease has expired', async () => {
  const world = await healthy();
  world.queues.set('jobs', { waiting: 50 });
  world.fleet.calls.fail('launch', new Error('died'));
  await world.evaluate();
  const { claim } = world.state();
  world.table.of('ci').activities.delete(claim?.activity ?? '');
  expect(await examined(world)).toEqual([]);
  world.pass(181);
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'missing-record', subject: claim?.activity, remedy: 'abandon' }]);
  for (const finding of found) expect(await repair(finding, world.dependencies)).toBe(true);
  expect(world.state().claim).toBeNull();
  await world.evaluate();
  expect(world.alive()).toHaveLength(5);
});

test('a drain mark without a drain is removed', async () => {
  const world = await healthy();
  const [worker = ''] = world.alive();
  await world.fleet.markDraining('ci', [worker], world.clock() - 601_000);
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'forgotten-mark', subject: worker, remedy: 'take-back' }]);
  for (const finding of found) await repair(finding, world.dependencies);
  expect(await examined(world)).toEqual([]);
});

test('a worker that drains without its mark is reported, unless its provider keeps none', async () => {
  const world = await settled(3, policyOf({ behavior: { in: { drain: 600 } } }));
  world.queues.set('jobs', { waiting: 0 });
  await world.evaluate();
  const state = world.state();
  const workers = state.drains.flatMap((drain) => drain.workers);
  expect(workers.length).toBeGreaterThan(0);
  await world.fleet.cancelDrain('ci', workers);
  const lost = async () => (await examined(world)).filter(({ kind }) => kind === 'lost-mark');
  // Tags are visible late.
  world.pass(59);
  expect(await lost()).toEqual([]);
  world.pass(1);
  const found = await lost();
  expect(found.map(({ subject }) => subject)).toEqual(workers.toSorted());
  expect(found[0] && sentence(found[0].reason)).toContain('the mark by which it learns this is gone');

  const activities = new Map((await world.table.activities.list('ci', 9)).map((each) => [each.id, each]));
  const { workers: all } = await stageWorkers(['ci'], world.dependencies);
  const unmarked = all.map((worker) => ({ ...worker, keepsMarks: false as const }));
  expect(lostMarkFindings(state, unmarked, activities, world.clock())).toEqual([]);
  await world.fleet.markDraining('ci', workers, world.clock());
  expect(await lost()).toEqual([]);
});

test('an activity without a record is removed even if the schedule has evaluated its group meanwhile', async () => {
  const world = await healthy();
  world.queues.set('jobs', { waiting: 50 });
  world.fleet.calls.fail('launch', new Error('died'));
  await world.evaluate();
  world.table.of('ci').activities.delete(world.state().claim?.activity ?? '');
  world.pass(181);
  expect(await world.evaluate()).toMatchObject({ result: 'failed', told: expect.stringContaining('is missing') });
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'missing-record', remedy: 'abandon' }]);
  for (const finding of found) expect(await repair(finding, world.dependencies)).toBe(true);
  await world.evaluate();
  expect(world.alive()).toHaveLength(5);
});

test('a rejected first policy is reported even if none is active', async () => {
  const world = await healthy();
  await world.put({ ...policyOf({ group: 'new' }), capacity: { min: 9, max: 1 } });
  expect(await examined(world)).toMatchObject([{ kind: 'refused-policy', group: 'new' }]);
});

test('a group whose Auto Scaling group does not exist is reported, and its evaluation says what to do', async () => {
  const world = await healthy();
  await world.put(policyOf({ group: 'ghost', provider: { kind: 'auto-scaling-group', name: 'ghost-asg' } }));
  const autoScaling = new FakeAutoScaling({ clock: world.dependencies.clock });
  const providers = providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(autoScaling) });
  const dependencies = { ...world.dependencies, providers };
  const [report] = await evaluate(['ghost'], 'manual', new PolicyCache(), dependencies);
  expect(report).toMatchObject({
    result: 'failed',
    reason: { code: 'group-not-found', params: { name: 'ghost-asg' } },
  });
  autoScaling.calls.clear();
  const found = await examine(world.table.records, dependencies);
  expect(autoScaling.calls.of('groups')).toBe(1);
  expect(found.filter(({ group }) => group === 'ghost')).toMatchObject([
    { kind: 'undescribed', reason: { params: { cause: { code: 'group-not-found' } } }, remedy: null },
  ]);
});

test('a group with scaling policies of its own is reported, and so are notes on a policy that is applied', async () => {
  const world = await healthy();
  const policy = policyOf({ group: 'web', provider: { kind: 'auto-scaling-group', name: 'web-asg' } });
  await world.put(policy);
  const autoScaling = new FakeAutoScaling({ clock: world.dependencies.clock });
  autoScaling.create('web-asg', { group: 'web' });
  // The group launched it, not an activity of Headcount.
  autoScaling.add('web-asg');
  const providers = providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(autoScaling) });
  const dependencies = { ...world.dependencies, providers };
  const parsed = parsePolicy(policy);
  if (!parsed.ok) throw new Error('the policy is valid');
  const noted = async () => ({
    found: (await examine(world.table.records, dependencies)).filter(({ group }) => group === 'web'),
    applied: await providerNotes([parsed.value], dependencies),
  });
  expect(await noted()).toEqual({ found: [], applied: new Map([['web', []]]) });

  autoScaling.setPolicies('web-asg', ['cpu60']);
  const note = { code: 'group-has-scaling-policies', params: { name: 'web-asg', policies: ['cpu60'] } };
  expect(await noted()).toEqual({
    found: [
      {
        ...{ kind: 'provider-note', group: 'web', subject: null, remedy: null },
        reason: { code: 'doctor-provider-note', params: { group: 'web', note } },
      },
    ],
    applied: new Map([['web', [note]]]),
  });

  autoScaling.calls.fail('groups', new Error('throttled'));
  expect(await providerNotes([parsed.value], dependencies)).toEqual(new Map());
  const [ghost] = [{ ...parsed.value, group: 'ghost', provider: { ...parsed.value.provider, name: 'ghost-asg' } }];
  expect(await providerNotes([ghost as Policy], dependencies)).toMatchObject(
    new Map([['ghost', [{ code: 'group-not-found' }]]]),
  );
});

test('events that wait for long are reported, and those of a moment are not', async () => {
  const world = await healthy();
  world.announcements.isRefused = true;
  world.queues.set('jobs', { waiting: 60 });
  await world.evaluate();
  expect((await examined(world)).map(({ kind }) => kind)).not.toContain('unpublished-events');
  world.pass(600);
  const found = (await examined(world)).find(({ kind }) => kind === 'unpublished-events');
  expect(found).toMatchObject({ group: 'ci', remedy: null, reason: { params: { waiting: 2, dropped: 0 } } });
  expect(found && sentence(found.reason)).toMatch(/^The bus has not accepted events of ci since .+: 2 wait\. /);
});

test('members that EC2 refuses to hibernate are reported, with where the cause is shown', async () => {
  const world = await settled(0, {
    ...DRAINED,
    provider: { ...DRAINED.provider, warm: { size: 2, state: 'hibernated' } },
  } as typeof DRAINED);
  world.fleet.canHibernate = false;
  for (let minute = 0; minute < 6; minute++) {
    world.pass(60);
    await world.evaluate();
  }
  const found = await examined(world);
  expect(found).toMatchObject([{ kind: 'not-hibernated', group: 'ci', subject: null, remedy: null }]);
  expect(found.map(({ reason }) => sentence(reason))[0]).toContain(
    '2 of 2 members of the warm pool of ci are only stopped, because EC2 refused to hibernate',
  );
});
