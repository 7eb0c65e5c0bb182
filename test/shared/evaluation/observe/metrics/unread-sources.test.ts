import { expect, test } from 'vitest';
import { eventDocument } from '../../../../../shared/aws/eventbridge/event-document.ts';
import { EVENT_SCHEMAS } from '../../../../../shared/aws/eventbridge/event-schemas.ts';
import { EVENT } from '../../../../../shared/names/index.ts';
import { groupDetails, groupOverviews, stageStatus } from '../../../../../shared/operations/index.ts';
import { phrase } from '../../../../../shared/presentation/index.ts';
import { policyOf, setting } from '../../setting.ts';

const cpu = { namespace: 'CWAgent', name: 'cpu_usage_active', dimensions: { Group: 'web' } };
const onCpu = { metrics: { cpu: { cloudwatch: cpu } }, rules: [{ kind: 'target', metric: 'cpu', value: 60 }] };
const message =
  'User: arn:aws:sts::123456789012:assumed-role/headcount is not authorized to perform: cloudwatch:GetMetricData.';
const denied = Object.assign(new Error(message), { name: 'AccessDenied' });
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
        params: { metric: 'cpu', source: 'cloudwatch', error: 'ThrottlingException', message: 'Rate exceeded' },
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

test('a denied call is reported with the missing permission, and status shows it even if you may read the metric', async () => {
  const world = await groups();
  world.metrics.calls.fail('read', denied, denied);
  const [report] = await world.many(['web']);
  const [note] = report?.notes ?? [];
  expect(note && phrase(note)).toBe(
    'No data for cpu: cloudwatch denied the call (AccessDenied). The role that makes the call needs cloudwatch:GetMetricData',
  );
  expect(note?.params).toMatchObject({ message: message.slice(0, -1), lacks: ['cloudwatch:GetMetricData'] });

  world.pass(900);
  await world.many(['web']);
  const event = world.announcements.events.find(({ type }) => type === 'Group Cannot See');
  expect(event?.reason).toMatchObject({ code: 'condition-no-data', params: { rules: ['cpu'], unread: [note] } });
  expect(event && phrase(event.reason)).toBe(`The group has rules without recent data: cpu. ${note && phrase(note)}`);

  const use = { records: world.table.records, evaluation: world.dependencies, evaluations: world.table.evaluations };
  expect((await stageStatus(use)).find(({ group }) => group === 'web')?.notes).toEqual([note]);
  expect((await groupOverviews(['web', 'jobs'], use)).map(({ notes }) => notes)).toEqual([[note], []]);
  expect((await groupDetails('web', use))?.notes).toEqual([note]);
});

test('the event that a group is held for missing data says why the metric could not be read', async () => {
  const world = await groups();
  world.metrics.calls.fail('read', denied);
  const [report] = await world.many(['web']);
  const held = world.announcements.events.filter(({ type }) => type === 'Scaling Held');
  expect(held).toMatchObject([
    { reason: { code: 'missing-data' }, detail: { blockedBy: 'missing-data', unread: report?.notes } },
  ]);
  const [event] = held.map((each) => eventDocument(each, 'test'));
  expect(EVENT_SCHEMAS[EVENT.held].detail.parse(event)).toEqual(event);
  expect(event?.text).toMatch(
    /cpu.*\. No data for cpu: cloudwatch denied the call \(AccessDenied\)\. .*GetMetricData\.$/,
  );
});

test('an event that a group is held for anything else names no source', async () => {
  const world = await groups();
  await world.put(policyOf({ group: 'jobs', capacity: { min: 0, max: 1 } }));
  await world.many(['jobs']);
  await world.many(['jobs']);
  const held = world.announcements.events.filter(({ type }) => type === 'Scaling Held');
  expect(held.map(({ detail }) => [detail['blockedBy'], detail['unread']])).toEqual([['at-max', undefined]]);
});

test.each([
  ['sqs:getqueueattributes on resource: arn:aws:sqs:eu-west-1:1:jobs because no policy', ['sqs:GetQueueAttributes']],
  ['kms:Decrypt on the resource associated with this ciphertext', ['kms:Decrypt']],
  ['this', ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes']],
])('a denial of %s names %j', async (what, lacks) => {
  const world = await groups();
  const text = `User: arn:aws:sts::1:assumed-role/headcount is not authorized to perform: ${what}`;
  world.queues.calls.fail('read', Object.assign(new Error(text), { name: 'AccessDenied' }));
  const [report] = await world.many(['jobs']);
  expect(report?.notes?.[0]?.params['lacks']).toEqual(lacks);
});

test('the condition names only sources that a rule without data reads', async () => {
  const world = await groups();
  await world.put({
    ...policyOf({ group: 'mixed', capacity: { min: 1, max: 9 } }),
    metrics: { cpu: { cloudwatch: cpu }, jobs: { sqs: { queue: 'jobs' } }, load: { formula: 'cpu / workers' } },
    rules: [{ kind: 'target', metric: 'load', value: 60 }],
  });
  world.metrics.calls.fail('read', throttled, throttled);
  world.queues.calls.fail('read', throttled, throttled);
  for (let minute = 0; minute <= 15; minute += 15) {
    await world.many(['mixed']);
    world.pass(900);
  }
  const event = world.announcements.events.find(({ type }) => type === 'Group Cannot See');
  expect(event?.reason.params['unread']).toEqual([
    expect.objectContaining({ params: expect.objectContaining({ metric: 'cpu' }) }),
  ]);
});

test('what a source answers is one line of at most 300 characters', async () => {
  const world = await groups();
  const answers = ['Error in expression.\n  Syntax error.\n', `Rejected ${'x'.repeat(400)}.`];
  const notes: unknown[] = [];
  for (const answer of answers) {
    world.metrics.calls.fail('read', new Error(answer));
    notes.push((await world.many(['web']))[0]?.notes?.[0]?.params['message']);
  }
  expect(notes).toEqual(['Error in expression. Syntax error', `Rejected ${'x'.repeat(290)}…`]);
});
