import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../../../shared/policy/index.ts';
import { sentence } from '../../../../../shared/presentation/index.ts';
import { LEASE_SECONDS, policyOf, settled, type ToldReport } from '../../setting.ts';

type World = Awaited<ReturnType<typeof settled>>;

/** A group without workers, and work for `workers`. */
async function wanting(
  workers: number,
  document: PolicyDocument = policyOf(),
  fleet: Parameters<typeof settled>[2] = {},
) {
  const world = await settled(0, document, fleet);
  world.queues.set('jobs', { waiting: workers * 10 });
  return world;
}

const notesOf = ({ notes = [] }: ToldReport): string => notes.map(sentence).join('\n');

describe('a launched worker that EC2 shows as ended', () => {
  test('stops counting at the first evaluation, and is replaced by it', async () => {
    const world = await wanting(2, policyOf(), { pendingFor: 30_000 });
    world.fleet.failLaunches(1, { after: 1000 });
    await world.evaluate();
    world.pass(2);
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', seen: { workers: { pending: 1 } }, intent: { onDemand: 1 } });
    expect(world.alive()).toHaveLength(2);
  });

  test('is looked up in one call for all groups, and only if there is one', async () => {
    const world = await wanting(1);
    await world.put(policyOf({ group: 'other' }));
    world.fleet.failLaunches(2, { after: 0 });
    await world.many(['ci', 'other']);
    world.fleet.calls.clear();
    await world.many(['ci', 'other']);
    expect(world.fleet.calls.of('byId')).toBe(1);
    await world.many(['ci', 'other']);
    world.fleet.calls.clear();
    await world.many(['ci', 'other']);
    expect(world.fleet.calls.of('byId')).toBe(0);
  });

  test("counts toward the back-off, with EC2's reason in the activity and in the back-off", async () => {
    const world = await wanting(1, policyOf(), { pendingFor: 30_000 });
    world.fleet.failLaunches(100, { after: 1000, code: 'Client.VolumeLimitExceeded' });
    await world.evaluate();
    world.pass(2);
    const report = await world.evaluate();
    expect(report.told).toContain('Client.VolumeLimitExceeded');
    expect((await world.activities())[0]?.notes).toMatchObject([
      { code: 'launches-failed', params: { why: [{ params: { code: 'Client.VolumeLimitExceeded' } }] } },
    ]);
    expect(world.state().provider.launchBackoff).toMatchObject({
      failures: 1,
      because: { code: 'ended-early', params: { why: [{ params: { code: 'Client.VolumeLimitExceeded' } }] } },
    });
    world.pass(2);
    const held = await world.evaluate();
    expect(held).toMatchObject({ result: 'held', decision: { blockedBy: 'capacity-unavailable' } });
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 2, until: world.clock() + 60_000 });
    expect(held.told).toContain('Client.VolumeLimitExceeded');
  });

  test('one after the other, the workers of one launch are one failure', async () => {
    const world = await wanting(4, policyOf(), { pendingFor: 90_000 });
    await world.evaluate();
    const launched = world.alive();
    for (const id of launched) {
      world.pass(1);
      world.fleet.vanish(id, 'Server.InternalError');
      expect((await world.evaluate()).result).toBe('resized');
    }
    expect(world.state().provider.launchBackoff).toMatchObject({ failures: 1 });
  });

  test('ends no back-off by its launch: only a worker that is ready does', async () => {
    const world = await wanting(1, policyOf(), { pendingFor: 30_000 });
    world.fleet.failLaunches(1, { after: 1000 });
    await world.evaluate();
    world.pass(2);
    await world.evaluate();
    expect(world.state().provider.launchBackoff).not.toBeNull();
    world.pass(40);
    await world.evaluate();
    expect(world.state().provider.launchBackoff).toBeNull();
  });

  test('is replaced within a minute after the lease of an evaluation that died right after its launch', async () => {
    const world = await wanting(2);
    world.fleet.failLaunches(2, { after: 0 });
    world.table.calls.fail('claims.settle', new Error('the function died'));
    await world.evaluate();
    world.pass(LEASE_SECONDS);
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
  });

  test('in the past of a group that pays for few looks is found when it was never seen', async () => {
    const world = await wanting(1, policyOf(), { invisibleFor: 5000 });
    world.fleet.failLaunches(1, { after: 4000 });
    await world.evaluate();
    world.pass(4);
    expect((await world.evaluate()).result).toBe('held');
    world.pass(2);
    expect((await world.evaluate()).result).toBe('resized');
  });
});

describe('a worker that was ready, busy or done before it ended', () => {
  test.each<[string, (world: World, id: string) => void]>([
    ['ready', (world) => world.pass(31)],
    ['busy', (world, id) => world.fleet.setBusy(id)],
    ['idle again', (world, id) => world.fleet.setBusy(id, false)],
    ['done', (world, id) => world.fleet.setDrained(id)],
  ])('did not fail to launch: %s', async (_, serve) => {
    const inQueueOrWork = { jobs: { sqs: { queue: 'jobs', count: 'all' } } } as const;
    const world = await wanting(1, policyOf({ metrics: inQueueOrWork }), { pendingFor: 30_000 });
    for (let turn = 0; turn < 4; turn++) {
      expect((await world.evaluate()).result).toBe('resized');
      const [id = ''] = world.alive();
      serve(world, id);
      await world.evaluate();
      world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
    }
    expect(world.state().provider.launchBackoff).toBeNull();
  });

  test('is told by its tags even if no evaluation saw it alive', async () => {
    const world = await wanting(1, policyOf(), { pendingFor: 30_000 });
    await world.evaluate();
    const [id = ''] = world.alive();
    world.fleet.setBusy(id);
    world.fleet.vanish(id, 'Client.InstanceInitiatedShutdown');
    expect(await world.evaluate()).toMatchObject({ result: 'resized' });
    expect(world.state().provider.launchBackoff).toBeNull();
  });
});

describe('a worker whose end an event reports', () => {
  test('is gone at once, although EC2 still lists it', async () => {
    const world = await settled(3);
    const [first = ''] = world.alive();
    await world.table.states.notice('ci', { id: first, at: world.clock(), kind: 'ended' });
    const report = await world.evaluate({}, 'worker-event');
    expect(report).toMatchObject({ result: 'resized', seen: { workers: { ready: 2 } }, intent: { onDemand: 1 } });
    world.fleet.vanish(first);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 3 } } });
  });
});

describe('a stopped worker', () => {
  test('is not capacity: it is terminated and replaced, with its reason', async () => {
    const world = await settled(3);
    const [first = ''] = world.alive();
    world.fleet.stop(first, 'Server.ScheduledStop');
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', intent: { onDemand: 1 }, seen: { workers: { ready: 2 } } });
    expect(notesOf(report)).toContain(`${first} stopped: Server.ScheduledStop`);
    expect(notesOf(report)).not.toContain('outside Headcount');
    expect(world.fleet.endingOf(first)?.state).toBe('terminated');
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 3 } } });
  });

  test('does not count again when somebody starts it', async () => {
    const world = await settled(2, policyOf({ paused: true }));
    const [first = ''] = world.alive();
    world.fleet.stop(first);
    await world.evaluate();
    expect(world.fleet.endingOf(first)?.state).toBe('stopped');
    world.fleet.start(first);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 1 } } });
    world.pass(3600);
    expect(await world.evaluate()).toMatchObject({ seen: { workers: { ready: 1 } } });
    await world.put(policyOf());
    await world.evaluate();
    expect(world.fleet.endingOf(first)?.state).toBe('terminated');
    expect(world.alive()).toHaveLength(2);
  });

  test('whose stop an event reported does not count again when it is started before an evaluation, and is terminated', async () => {
    const world = await settled(2);
    const [first = ''] = world.alive();
    world.fleet.stop(first);
    await world.table.states.notice('ci', { id: first, at: world.clock(), kind: 'ended' });
    world.fleet.start(first);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', intent: { onDemand: 1 } });
    world.pass(300);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 2 } } });
    expect(world.alive()).toHaveLength(3);
    world.pass(300);
    const report = await world.evaluate();
    expect(notesOf(report)).toContain(`${first} stopped`);
    expect(world.fleet.endingOf(first)?.state).toBe('terminated');
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 2 } } });
  });

  test('counts as before if it is started again before an event or an evaluation shows that it stopped', async () => {
    const world = await settled(2);
    const [first = ''] = world.alive();
    world.fleet.stop(first);
    world.fleet.start(first);
    expect(await world.evaluate()).toMatchObject({ result: 'held', seen: { workers: { ready: 2 } } });
  });

  test('is not terminated while it is protected, or by a dry run', async () => {
    for (const dryRun of [true, false]) {
      const world = await settled(2, policyOf({ dryRun }));
      const [first = ''] = world.alive();
      if (!dryRun) world.fleet.setProtected(first);
      world.fleet.stop(first);
      const report = await world.evaluate();
      expect(notesOf(report)).toContain(`${first} stopped`);
      expect(world.fleet.endingOf(first)?.state).toBe('stopped');
    }
  });

  test('of a deleted policy that drains is terminated before the group is removed', async () => {
    const world = await settled(1, policyOf({ onDelete: 'drain' }));
    const [first = ''] = world.alive();
    world.fleet.stop(first);
    world.table.of('ci').document = null;
    await world.accept('ci');
    await world.evaluate();
    expect(world.fleet.endingOf(first)?.state).toBe('terminated');
    expect((await world.evaluate()).reason.code).toBe('group-deleted');
  });
});

describe('workers that Headcount terminated', () => {
  /** EC2 as it was listed at this moment. */
  const frozen = ({ fleet }: World) => {
    const shown = fleet.shownNow();
    const ofGroup = (group: string) => shown.filter((worker) => worker.group === group);
    return {
      list: async (groups: readonly string[]) => new Map(groups.map((group) => [group, ofGroup(group)])),
      byId: async (ids: readonly string[]) => shown.filter(({ id }) => ids.includes(id)),
      all: async () => shown,
    };
  };

  test.each([0, 60])('neither count nor vanish while an old list shows them; drain: %i s', async (drain) => {
    const document = policyOf({ behavior: { out: { cooldown: 600 }, in: { drain } } });
    const world = await settled(10, document);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    world.pass(drain);
    const workers = frozen(world);
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
    world.pass(30);
    expect(await world.evaluate({ workers })).toMatchObject({
      result: 'held',
      seen: { desired: 2, workers: { ready: 2 } },
    });
    world.queues.set('jobs', { waiting: 50 });
    expect(await world.evaluate({ workers })).toMatchObject({ intent: { onDemand: 3 } });
    world.pass(60);
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'held', seen: { workers: { ready: 5 } } });
    expect(notesOf(report)).toBe('');
  });
});
