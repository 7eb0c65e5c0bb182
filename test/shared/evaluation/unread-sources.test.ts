import { expect, test } from 'vitest';
import { policyOf, setting } from './setting.ts';

const cpu = { namespace: 'CWAgent', name: 'cpu_usage_active', dimensions: { Group: 'web' } };
const onCpu = { metrics: { cpu: { cloudwatch: cpu } }, rules: [{ kind: 'target', metric: 'cpu', value: 60 }] };
const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });

/** A group on a queue, one on a CloudWatch metric, and one on the metric that is below its minimum. */
async function groups() {
  const world = setting();
  await world.put(policyOf({ group: 'jobs' }));
  await world.put({ ...policyOf({ group: 'web', capacity: { min: 2, max: 9 } }), ...onCpu });
  await world.put({ ...policyOf({ group: 'small', capacity: { min: 1, max: 9 } }), ...onCpu });
  for (let n = 0; n < 2; n++) world.fleet.add('web', {});
  world.queues.set('jobs', { waiting: 20 });
  return world;
}

test('when CloudWatch cannot be read, its metrics have no data, and all else goes on', async () => {
  const world = await groups();
  world.metrics.calls.fail('read', throttled);
  const reports = new Map((await world.many(['jobs', 'web', 'small'])).map((report) => [report.group, report]));
  expect(reports.get('jobs')).toMatchObject({ result: 'resized', decision: { desired: 2 } });
  expect(reports.get('jobs')?.notes).toBeUndefined();
  expect(reports.get('small')).toMatchObject({ result: 'resized', decision: { desired: 1 } });
  expect(reports.get('web')).toMatchObject({
    result: 'held',
    decision: { blockedBy: 'missing-data', desired: 2 },
    seen: { metrics: { cpu: null } },
    notes: [
      {
        code: 'source-unavailable',
        params: { metric: 'cpu', source: 'cloudwatch', error: 'ThrottlingException' },
      },
    ],
  });
});

test('a queue that cannot be read is no data, never an empty queue: the group is not shrunk', async () => {
  const world = await groups();
  await world.many(['jobs']);
  world.queues.calls.fail('read', throttled);
  world.pass(3600);
  const [report] = await world.many(['jobs']);
  expect(report).toMatchObject({
    result: 'held',
    decision: { blockedBy: 'missing-data', desired: 2 },
    notes: [{ code: 'source-unavailable', params: { metric: 'jobs', source: 'sqs' } }],
  });
  expect(world.alive('jobs')).toHaveLength(2);
});
