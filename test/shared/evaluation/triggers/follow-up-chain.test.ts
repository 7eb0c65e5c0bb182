import { expect, test } from 'vitest';
import { queueFollowUps } from '../../../../shared/evaluation/index.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { POOLS, policyOf, setting } from '../setting.ts';

/** Lambda stops a chain of messages after about so many invocations, unless the function allows it. */
const INVOCATIONS_OF_A_CHAIN = 16;

test('a long ramp has exactly one follow-up for each resize', async () => {
  const world = setting();
  const groups = ['a', 'b', 'steady'];
  const limits = [{ workers: 1, every: 1 }];
  for (const group of groups) await world.put(policyOf({ group, behavior: { out: { limits } } }));
  await world.put(policyOf({ group: 'steady', capacity: { min: 0, max: 0 } }));
  world.queues.set('jobs', { waiting: 200 });

  let waiting: readonly string[] = groups;
  let [invocations, resizes] = [0, 0];
  while (waiting.length > 0) {
    const queue = new FakeEvaluationQueue();
    const reports = await world.many(waiting, invocations === 0 ? 'schedule' : 'follow-up');
    await queueFollowUps(reports as never, queue, () => {});
    const resized = reports.filter(({ result }) => result === 'resized').map(({ group }) => group);
    const later = queue.later.map(({ group }) => group);
    expect(later.toSorted()).toEqual(resized.toSorted());
    expect(later.length).toBeLessThanOrEqual(waiting.length);
    expect(queue.sent).toEqual([]);
    invocations += 1;
    resizes += resized.length;
    waiting = later;
    world.pass(Math.max(1, ...queue.later.map(({ seconds }) => seconds)));
  }
  expect(invocations).toBeGreaterThan(INVOCATIONS_OF_A_CHAIN);
  expect([resizes, world.alive('a').length, world.alive('b').length]).toEqual([40, 20, 20]);
});

test('while EC2 is too busy for a launch, follow-ups do not lead to more and more evaluations', async () => {
  const world = setting();
  await world.put(policyOf());
  world.queues.set('jobs', { waiting: 200 });
  for (const pool of POOLS) world.fleet.makeShort(pool, 0, 'RequestLimitExceeded');
  const queued = async (trigger: 'schedule' | 'follow-up') => {
    const queue = new FakeEvaluationQueue();
    const reports = await world.many(['ci'], trigger);
    expect(reports[0]).toMatchObject({ result: 'resized', outcome: { launched: [] } });
    await queueFollowUps(reports as never, queue, () => {});
    world.pass(60);
    return queue.later.length;
  };
  expect(await queued('schedule')).toBe(1);
  expect(await queued('follow-up')).toBe(0);
});

test.each([
  [
    'workers were ordered, and their ids are not known yet',
    { kind: 'launch', launched: [], ordered: 2, errors: [] },
    1,
  ],
  ['members of the pool were stopped', { kind: 'pool', launched: [], parked: ['i-1'], dropped: [], errors: [] }, 1],
  ['nothing was launched', { kind: 'launch', launched: [], ordered: 0, errors: [] }, 0],
  ['nothing was done for the pool', { kind: 'pool', launched: [], parked: [], dropped: [], errors: [] }, 0],
])('a follow-up in answer to which %s', async (_, outcome, followUps) => {
  const queue = new FakeEvaluationQueue();
  const report = { group: 'ci', trigger: 'follow-up', at: 0, result: 'resized', lookAgainIn: 60, outcome };
  await queueFollowUps([report] as never, queue, () => {});
  expect(queue.later).toHaveLength(followUps);
});
