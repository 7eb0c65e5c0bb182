import { expect, test } from 'vitest';
import { type EvaluationReport, queueFollowUps } from '../../../../shared/evaluation/index.ts';
import { STEADY } from '../../../../shared/names/index.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { policyOf, setting, settled } from '../setting.ts';

test('a follow-up is due when launched workers are warm and the cooldown has passed', async () => {
  const slow = await settled(1, policyOf({ warmup: 90, behavior: { out: { cooldown: 60 } } }));
  slow.queues.set('jobs', { waiting: 20 });
  expect((await slow.evaluate()).lookAgainIn).toBe(90);
  const quick = await settled(2, policyOf({ behavior: { in: { cooldown: 0 } } }));
  quick.queues.set('jobs', { waiting: 0 });
  expect((await quick.evaluate()).lookAgainIn).toBe(1);
  expect((await quick.evaluate()).lookAgainIn).toBeUndefined();
});

test('the follow-up of a launch waits for a whole period with the new workers', async () => {
  const cloudwatch = { namespace: 'N', name: 'load', period: 60 };
  const world = setting();
  await world.put({
    ...policyOf({ capacity: { min: 1, max: 9 }, warmup: 30 }),
    metrics: { jobs: { sqs: { queue: 'jobs' } }, load: { cloudwatch } },
  });
  expect((await world.evaluate()).lookAgainIn).toBe(90);
});

/** What is queued after an evaluation that wants workers, while another one stores that the group is steady. */
async function queuedAfterLoss(trigger: EvaluationReport['trigger']) {
  const world = await settled(1);
  world.queues.set('jobs', { waiting: 20 });
  const { sources, states } = world.dependencies;
  const read: typeof sources.read = async (requests, now) => {
    const answer = await sources.read(requests, now);
    await states.remember(world.state(), now, { schedule: { dueAt: STEADY } });
    return answer;
  };
  const report = await world.evaluate({ sources: { read } }, trigger);
  expect([report.result, world.state().schedule.dueAt]).toEqual(['lost', STEADY]);
  const queue = new FakeEvaluationQueue();
  await queueFollowUps([report] as never, queue, () => {});
  return queue.later;
}

test.each(['push', 'alarm', 'follow-up', 'schedule'] as const)(
  'an evaluation (%s) that wants a resize and loses to another write is repeated soon, because the group may be steady',
  async (trigger) => {
    expect(await queuedAfterLoss(trigger)).toEqual([{ group: 'ci', seconds: 5, trigger: 'follow-up' }]);
  },
);

test('an evaluation that conflicts with a resize queues no follow-up', async () => {
  const world = await settled(1);
  world.queues.set('jobs', { waiting: 20 });
  const reports = await Promise.all([world.many(['ci'], 'push'), world.many(['ci'], 'push')]);
  const queue = new FakeEvaluationQueue();
  await queueFollowUps(reports.flat() as never, queue, () => {});
  expect(
    reports
      .flat()
      .map(({ result }) => result)
      .toSorted(),
  ).toEqual(['lost', 'resized']);
  expect(queue.later).toHaveLength(1);
});
