import { expect, test } from 'vitest';
import { policyOf, setting, settled } from './setting.ts';

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
