import { expect, test } from 'vitest';
import { activityReport } from '../../../../../shared/presentation/index.ts';
import { autoScalingGroupAdapter } from '../../../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../../../shared/providers/index.ts';
import { FakeAutoScaling } from '../../../../fakes/fake-auto-scaling.ts';
import { policyOf, setting } from '../../setting.ts';

/** A group of three members that has begun to scale in to one, with so many seconds of drain. */
async function scalingIn(drain: number) {
  const world = setting();
  const autoScaling = new FakeAutoScaling({ clock: world.clock });
  autoScaling.create('asg', { group: 'ci' });
  for (let n = 0; n < 3; n++) autoScaling.add('asg');
  const providers = providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(autoScaling) });
  await world.put(policyOf({ provider: { kind: 'auto-scaling-group', name: 'asg' }, behavior: { in: { drain } } }));
  world.queues.set('jobs', { waiting: 10 });
  return { world, autoScaling, evaluate: () => world.evaluate({ providers }) };
}

/** Its owner raises MinSize between the plan and the call. */
const LIMIT = { code: 'group-at-min', params: { name: 'asg', min: 2 } };

test.each([
  ['as they drain', 60],
  ['at once', 0],
])("workers that the Auto Scaling group's minimum keeps %s stay, and the activity says why", async (_, drain) => {
  const { world, autoScaling, evaluate } = await scalingIn(drain);
  if (drain > 0) await evaluate();
  world.pass(drain);
  autoScaling.raiseMinLate('asg', 2);
  const report = await evaluate();
  const [activity] = await world.table.activities.list('ci', 1);
  expect(activity).toMatchObject({
    ...{ status: 'partial', outcome: { terminated: [expect.any(String)] } },
    error: { code: 'not-terminated', params: { workers: [expect.any(String)], reasons: [LIMIT] } },
  });
  expect(autoScaling.desired('asg')).toBe(2);
  if (drain === 0) expect(report.told).toContain('has MinSize 2');
  expect(activityReport(activity as NonNullable<typeof activity>)).toContain('has MinSize 2');
});

test('workers that are ordered by number count as launched', async () => {
  const { world, evaluate } = await scalingIn(0);
  world.queues.set('jobs', { waiting: 50 });
  const report = await evaluate();
  expect(report.result).toBe('resized');
  expect(world.state().counters.launched).toBe(2);
});
