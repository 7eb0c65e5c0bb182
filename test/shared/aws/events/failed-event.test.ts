import { describe, expect, test } from 'vitest';
import { readFailed } from '../../../../shared/aws/events/failed-event.ts';
import { alarmName, functionName } from '../../../../shared/names/names.ts';
import { sentence } from '../../../../shared/presentation/index.ts';

const ID = 'i-0123456789abcdef0';
const read = (body: unknown) => readFailed('production', typeof body === 'string' ? body : JSON.stringify(body));

/** As Lambda writes it. */
const invoked = (name: string, rest: Record<string, unknown>) => ({
  ...{ version: '1.0', timestamp: '2026-11-21T12:00:00.000Z', responseContext: { statusCode: 200 } },
  requestContext: {
    requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
    functionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  ...rest,
});
const ours = (name: string, rest: Record<string, unknown>) => invoked(functionName('production', name), rest);
const alarm = (group: string, stage = 'production') =>
  JSON.stringify({ AlarmName: alarmName(stage, group, 'cpu', 'high'), NewStateValue: 'ALARM' });
const notifications = (...messages: string[]) => ({
  Records: messages.map((Message) => ({ EventSource: 'aws:sns', Sns: { Message } })),
});
const leaving = {
  ...{ version: '0', source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' },
  ...{ time: '2026-11-21T12:00:00Z', detail: { 'instance-id': ID, state: 'shutting-down' } },
};
const push = (detail: unknown) => ({
  ...{ version: '0', source: 'shop', 'detail-type': 'Metrics Pushed', time: '2026-11-21T12:00:00Z', detail },
});
const pushed = push({ pushes: ['ci', 'web', 'ci'].map((group) => ({ group, values: { orders: 1 } })) });
const tick = { version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
const stream = { DDBStreamBatchInfo: { shardId: 'shardId-1', startSequenceNumber: '1', batchSize: 3 } };

test.each<[string, unknown, unknown]>([
  ['an evaluation', { groups: ['ci', 'web'] }, { kind: 'evaluation', groups: ['ci', 'web'] }],
  ['an evaluation of a follow-up', { groups: ['ci'], trigger: 'follow-up' }, { kind: 'evaluation', groups: ['ci'] }],
  [
    'an alarm that could not be handled',
    ours('on-alarm', { requestPayload: notifications(alarm('ci'), alarm('ci')) }),
    { kind: 'evaluation', groups: ['ci'] },
  ],
  [
    'an alarm that could not be delivered',
    { Type: 'Notification', Message: alarm('ci') },
    { kind: 'evaluation', groups: ['ci'] },
  ],
  [
    'a worker event that could not be handled',
    ours('on-worker-event', { requestPayload: leaving }),
    { kind: 'worker-event', instance: ID },
  ],
  ['a worker event that could not be delivered', leaving, { kind: 'worker-event', instance: ID }],
  [
    'a push that could not be handled',
    ours('on-push', { requestPayload: pushed }),
    { kind: 'evaluation', groups: ['ci', 'web'] },
  ],
  ['a push that could not be delivered', pushed, { kind: 'evaluation', groups: ['ci', 'web'] }],
  ['a tick that could not be handled', ours('on-schedule', { requestPayload: tick }), { kind: 'tick' }],
  ['a tick that could not be delivered', tick, { kind: 'tick' }],
  ['a policy that was set aside', { policies: ['ci'] }, { kind: 'policies' }],
  ['a batch of the stream', ours('on-policy-change', stream), { kind: 'policies' }],
])('%s is read', (_, body, work) => {
  expect(read(body)).toEqual(work);
});

describe('what cannot be read says why', () => {
  test.each<[string, unknown, string]>([
    ['no JSON', 'scale everything, please', 'JSON'],
    ['no object', '7', 'no part of this stage writes such a message'],
    ['null', 'null', 'no part of this stage writes such a message'],
    ['another message', { hello: 'world' }, 'no part of this stage writes such a message'],
    ['a policy of no group', { policies: ['Not A Group'] }, 'it has an unknown format'],
    ['a push for no group', push({ group: 'Not A Group', values: { orders: 1 } }), 'it has an unknown format'],
    ['a push of nothing', push('orders=1'), 'it has an unknown format'],
    ['a name that no group can have', { groups: ['Not A Group'] }, 'it has an unknown format'],
    [
      'a function of another stage',
      invoked(functionName('staging', 'on-alarm'), { requestPayload: notifications(alarm('ci')) }),
      'headcount-staging-on-alarm is not a function of this stage',
    ],
    [
      'an alarm of another stage',
      ours('on-alarm', { requestPayload: notifications(alarm('ci', 'staging')) }),
      'is not the name of an alarm of this stage',
    ],
    ['an alarm that is none', ours('on-alarm', { requestPayload: notifications('hello') }), 'JSON'],
    ['an invocation without its payload', ours('on-alarm', {}), 'it has an unknown format'],
    ['an unknown event', { ...leaving, 'detail-type': 'EBS Volume Notification' }, 'not an event of a worker'],
    ['a stream that is none', ours('on-policy-change', {}), 'it has an unknown format'],
  ])('%s', (_, body, why) => {
    const work = read(body);
    expect(work.kind === 'unreadable' && sentence(work.why)).toContain(why);
  });
});
