import { describe, expect, test } from 'vitest';
import { momentAt } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { FREE, LEASE_SECONDS, policyOf, settled } from '../setting.ts';

/** Longer than a lease: whoever takes over cannot find what was launched, and must ask again. */
const HIDDEN = { invisibleFor: 2 * LEASE_SECONDS * 1000 };

/** A group of four that needs ten; its evaluation launched, and died before it could write that down. */
async function crashedAfterLaunch(options: Parameters<typeof settled>[2] = {}) {
  const world = await settled(4, policyOf(), options);
  world.queues.set('jobs', { waiting: 100 });
  world.table.calls.fail('claims.settle', new Error('the function died'));
  const report = await world.evaluate({ holder: 'function-dead' });
  expect(report.result).toBe('failed');
  expect(world.alive()).toHaveLength(10);
  const { claim } = world.state();
  return { world, activity: claim?.activity ?? '' };
}

describe('a race', () => {
  test('of a hundred evaluations has one winner, and the others report its holder or a changed state', async () => {
    const world = await settled(1);
    world.budget.set('fleet-requests', { burst: 1000, perSecond: 5 });
    world.queues.set('jobs', { waiting: 60 });
    const holders = Array.from({ length: 100 }, (_, n) => `function-${n}`);
    const reports = await Promise.all(holders.map((holder) => world.evaluate({ holder })));
    const [winner, ...others] = reports.filter(({ result }) => result === 'resized');
    expect(others).toEqual([]);
    const lost = reports.filter(({ result }) => result === 'lost');
    expect(lost).toHaveLength(99);
    const names = new RegExp(
      `^Activity ${winner?.activity}, claimed by function-\\d+, is in progress|changed the group in the meantime`,
    );
    for (const { told } of lost) expect(told).toMatch(names);
    expect(world.alive()).toHaveLength(6);
    expect(await world.activities()).toHaveLength(1);
  });

  test('is lost to a claim made after the state was read, and the loser reports the holder', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 60 });
    const slow = {
      read: async (...request: Parameters<typeof world.queues.read>) => {
        world.table.calls.fail('claims.settle', new Error('slow'));
        await world.evaluate({ holder: 'function-quick' });
        return world.queues.read(...request);
      },
    };
    const report = await world.evaluate({ sources: world.sourcesWith({ sqs: slow }), holder: 'function-slow' });
    const until = momentAt(NOON + LEASE_SECONDS * 1000);
    expect(report.result).toBe('lost');
    expect(report.told).toBe(
      `Activity ${world.state().claim?.activity}, claimed by function-quick, is in progress, until ${until} at the latest.`,
    );
    expect(world.fleet.calls.of('launch')).toBe(1);
  });

  test('with a valid claim ends after reading the state', async () => {
    const { world, activity } = await crashedAfterLaunch();
    world.table.calls.clear();
    const report = await world.evaluate();
    expect(report).toMatchObject({
      result: 'lost',
      told: `Activity ${activity}, claimed by function-dead, is in progress.`,
    });
    expect(world.table.calls.all()).toEqual({ 'states.read': 1 });
  });

  test('with a new policy version is lost, and nothing starts under the old one', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 60 });
    const changing = {
      read: async (...request: Parameters<typeof world.queues.read>) => {
        await world.put(policyOf({ capacity: { min: 0, max: 3 } }));
        return world.queues.read(...request);
      },
    };
    expect((await world.evaluate({ sources: world.sourcesWith({ sqs: changing }) })).result).toBe('lost');
    expect(world.alive()).toHaveLength(1);
    await world.evaluate();
    expect(world.alive()).toHaveLength(3);
  });

  test('about results without a resize is lost without a report', async () => {
    const world = await settled(1, policyOf({ behavior: { out: { ...FREE, stabilization: 300 } } }));
    world.queues.set('jobs', { waiting: 60 });
    const reports = await Promise.all([world.evaluate(), world.evaluate()]);
    expect(reports.map(({ result }) => result)).toEqual(['held', 'held']);
    expect(world.state()).toMatchObject({ revision: 3, decision: { proposals: [{ value: 1 }, { value: 6 }] } });
  });
});

describe('a crash between launch and settlement', () => {
  test('is settled with the workers that have its tag, without a launch', async () => {
    const { world, activity } = await crashedAfterLaunch();
    const launched = world.alive().slice(4);
    world.pass(LEASE_SECONDS);
    const report = await world.evaluate({ holder: 'function-next' });
    expect(report).toMatchObject({ result: 'held', finished: [activity], seen: { workers: { ready: 10 } } });
    expect(world.fleet.calls.of('launch')).toBe(1);
    expect(await world.activities()).toMatchObject([
      {
        status: 'done',
        holder: 'function-next',
        outcome: {
          launched: launched.map((id) => ({ id, instanceType: 'c7g.large', market: 'on-demand' })),
          errors: [],
        },
      },
    ]);
    expect(world.state()).toMatchObject({ claim: null });
  });

  test('of a group whose policy was deleted is settled in the same way', async () => {
    const { world, activity } = await crashedAfterLaunch();
    world.table.of('ci').document = null;
    await world.accept('ci');
    world.pass(LEASE_SECONDS);
    expect(await world.evaluate()).toMatchObject({ result: 'skipped', finished: [activity] });
    expect(world.fleet.calls.of('launch')).toBe(1);
    expect(world.alive()).toHaveLength(10);
  });

  test('is not settled by an evaluation that was paused for hours after it had listed the workers', async () => {
    const { world } = await crashedAfterLaunch(HIDDEN);
    world.fleet.tokensKnownFor = 3600_000;
    world.pass(LEASE_SECONDS);
    const slow = {
      read: async (...request: Parameters<typeof world.queues.read>) => {
        world.pass(2 * 3600);
        return world.queues.read(...request);
      },
    };
    expect(await world.evaluate({ sources: world.sourcesWith({ sqs: slow }) })).toMatchObject({ result: 'lost' });
    expect(world.alive()).toHaveLength(10);
    await world.evaluate({ holder: 'function-next' });
    expect(world.alive()).toHaveLength(10);
  });

  test('is taken over after the lease with the same token and parameters, and launches once', async () => {
    const { world, activity } = await crashedAfterLaunch(HIDDEN);
    world.pass(LEASE_SECONDS);
    const report = await world.evaluate({ holder: 'function-next' });
    expect(report).toMatchObject({ result: 'held', finished: [activity], seen: { workers: { ready: 4, pending: 6 } } });
    expect(world.alive()).toHaveLength(10);
    expect(world.fleet.calls.of('launch')).toBe(2);
    expect(await world.activities()).toMatchObject([
      {
        id: activity,
        holder: 'function-next',
        status: 'done',
        trigger: 'schedule',
        outcome: { launched: { length: 6 } },
      },
    ]);
    expect(world.state()).toMatchObject({ claim: null, decision: { desired: 10, lastOutAt: NOON } });
  });

  test('loses neither cooldown nor desired capacity: they were written with the claim', async () => {
    const { world } = await crashedAfterLaunch();
    expect(world.state()).toMatchObject({ decision: { desired: 10, lastOutAt: NOON, changes: [] } });
  });

  test('is taken over by exactly one evaluation', async () => {
    const { world, activity } = await crashedAfterLaunch(HIDDEN);
    world.pass(LEASE_SECONDS);
    const holders = ['a', 'b', 'c', 'd'];
    const reports = await Promise.all(holders.map((holder) => world.evaluate({ holder })));
    expect(reports.flatMap(({ finished }) => finished ?? [])).toEqual([activity]);
    expect(reports.map(({ result }) => result).sort()).toEqual(['held', 'lost', 'lost', 'lost']);
    expect(world.fleet.calls.of('launch')).toBe(2);
  });

  test('whose successor was slow is settled by one of them', async () => {
    const { world, activity } = await crashedAfterLaunch({ invisibleFor: 3 * LEASE_SECONDS * 1000 });
    world.pass(LEASE_SECONDS);
    const slow = {
      ...world.ports.resizer,
      launch: async (...launch: Parameters<typeof world.fleet.launch>) => {
        world.pass(LEASE_SECONDS);
        await world.evaluate({ holder: 'function-quick' });
        return world.fleet.launch(...launch);
      },
    };
    expect(await world.evaluate({ resizer: slow, holder: 'function-slow' })).toMatchObject({ result: 'lost' });
    expect(await world.activities()).toMatchObject([{ id: activity, holder: 'function-quick', status: 'done' }]);
    expect(world.alive()).toHaveLength(10);
  });

  test('completes the old activity, then decides with the current policy', async () => {
    const { world } = await crashedAfterLaunch();
    await world.put(policyOf({ capacity: { min: 0, max: 7 } }));
    world.pass(LEASE_SECONDS);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 7 } });
    expect(world.alive()).toHaveLength(7);
  });
});

test('a launch with an unknown outcome keeps its claim, and is repeated with its token', async () => {
  const world = await settled(1);
  world.queues.set('jobs', { waiting: 30 });
  world.fleet.calls.fail('launch', new Error('socket hang up'));
  expect(await world.evaluate()).toMatchObject({ result: 'failed', error: 'socket hang up' });
  const { activity } = world.state().claim ?? {};
  world.pass(LEASE_SECONDS);
  expect(await world.evaluate()).toMatchObject({ finished: [activity] });
  expect(world.alive()).toHaveLength(3);
});

test('a policy that becomes active while an activity is completed ends the evaluation', async () => {
  const { world, activity } = await crashedAfterLaunch(HIDDEN);
  world.pass(LEASE_SECONDS);
  world.queues.set('jobs', { waiting: 900 });
  const changing = {
    ...world.ports.resizer,
    launch: async (...launch: Parameters<typeof world.fleet.launch>) => {
      await world.put(policyOf({ capacity: { min: 0, max: 12 } }));
      return world.fleet.launch(...launch);
    },
  };
  expect(await world.evaluate({ resizer: changing })).toMatchObject({ result: 'lost', finished: [activity] });
  expect(world.alive()).toHaveLength(10);
});

describe('a crash of a scale-in', () => {
  test('before workers were marked gives them their whole drain', async () => {
    const world = await settled(4, policyOf({ behavior: { in: { drain: 120 } } }));
    world.queues.set('jobs', { waiting: 20 });
    world.fleet.calls.fail('markDraining', new Error('the function died'));
    await world.evaluate();
    world.pass(LEASE_SECONDS);
    await world.evaluate();
    const until = world.clock() + 120_000;
    expect(world.fleet.alive('ci').filter(({ drainingUntil }) => drainingUntil === until)).toHaveLength(2);
    expect(world.state().drains).toMatchObject([{ until }]);
    world.pass(120);
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
  });

  test('is completed first, and its terminated workers no longer count', async () => {
    const world = await settled(4);
    world.queues.set('jobs', { waiting: 20 });
    world.fleet.calls.fail('terminate', new Error('the function died'));
    await world.evaluate();
    expect(world.alive()).toHaveLength(4);
    world.pass(LEASE_SECONDS);
    world.queues.set('jobs', { waiting: 10 });
    const report = await world.evaluate();
    expect(report).toMatchObject({
      result: 'resized',
      decision: { desired: 1 },
      seen: { workers: { ready: 2, draining: 0 } },
    });
    expect(report.decision?.retire).toHaveLength(1);
    expect(world.alive()).toHaveLength(1);
  });
});

describe('an evaluation that pauses', () => {
  const HOURS = 3 * 3600;
  type Claims = Awaited<ReturnType<typeof settled>>['table']['claims'];
  const claimsOf = (claims: Claims, others: Partial<Claims>): Claims => ({
    begin: (request) => claims.begin(request),
    resume: (takeover) => claims.resume(takeover),
    settle: (activity, change) => claims.settle(activity, change),
    abandon: (state, id, now) => claims.abandon(state, id, now),
    ...others,
  });

  test('for hours after its claim launches nothing: another has completed the activity, and EC2 has forgotten its token', async () => {
    const world = await settled(4);
    world.fleet.tokensKnownFor = 3600 * 1000;
    world.queues.set('jobs', { waiting: 100 });
    const { claims } = world.table;
    const pausing = claimsOf(claims, {
      async begin(request) {
        const result = await claims.begin(request);
        world.pass(LEASE_SECONDS);
        await world.evaluate({ holder: 'function-next' });
        world.pass(HOURS);
        return result;
      },
    });
    const report = await world.evaluate({ claims: pausing });
    expect(report).toMatchObject({ result: 'lost', told: expect.stringContaining('The lease of activity') });
    expect(world.alive()).toHaveLength(10);
    expect(world.fleet.calls.of('launch')).toBe(1);
    expect(await world.evaluate()).toMatchObject({ result: 'held' });
  });

  test('for hours before its claim claims nothing: its plan is too old', async () => {
    const world = await settled(4);
    world.queues.set('jobs', { waiting: 100 });
    const { rooms } = world;
    const pausing = {
      async of(pools: Parameters<typeof rooms.of>[0]) {
        world.pass(HOURS);
        return rooms.of(pools);
      },
    };
    expect(await world.evaluate({ rooms: pausing })).toMatchObject({ result: 'lost' });
    expect(world.state().claim).toBe(null);
    expect(await world.activities()).toEqual([]);
    expect(world.alive()).toHaveLength(4);
  });

  test('with a clock that is fast replaces no activity that another has begun after it completed one', async () => {
    const { world, activity } = await crashedAfterLaunch();
    world.pass(LEASE_SECONDS);
    const { claims } = world.table;
    const slow = claimsOf(claims, {
      async settle(settling, change) {
        const isOurs = await claims.settle(settling, change);
        world.queues.set('jobs', { waiting: 120 });
        world.table.calls.fail('claims.settle', new Error('the function died'));
        await world.evaluate({ holder: 'function-other' });
        return isOurs;
      },
    });
    const clock = () => world.clock() + LEASE_SECONDS * 1000;
    const report = await world.evaluate({ claims: slow, clock, holder: 'function-fast' });
    expect(report).toMatchObject({ result: 'lost', finished: [activity] });
    expect(world.state().claim).toMatchObject({ holder: 'function-other' });
    world.pass(LEASE_SECONDS);
    await world.evaluate();
    expect((await world.activities()).map(({ status }) => status)).toEqual(['done', 'done']);
  });
});
