import { describe, expect, test } from 'vitest';
import { receivedEvent, workerEventOf } from '../../../../shared/aws/events/worker-event.ts';
import { NOON } from '../../../contracts/examples.ts';

const ID = 'i-0123456789abcdef0';
/** As EventBridge delivers it. */
const delivered = (source: string, detailType: string, detail: unknown, resources: string[] = []) => ({
  ...{ version: '0', id: '7bf73129-1428-4cd3-a780-95db273d1602', account: '111122223333', region: 'eu-west-1' },
  ...{ source, 'detail-type': detailType, time: '2026-11-21T12:00:00Z', resources, detail },
});
const arn = (id = ID) => `arn:aws:ec2:eu-west-1:111122223333:instance/${id}`;
const state = (to: string) =>
  delivered('aws.ec2', 'EC2 Instance State-change Notification', { 'instance-id': ID, state: to }, [arn()]);
const tagged = (keys: string[], resources = [arn()]) =>
  delivered('aws.tag', 'Tag Change on Resource', { 'changed-tag-keys': keys, service: 'ec2', tags: {} }, resources);
const reported = (detail: unknown) => delivered('ci.example', 'Worker Reported', detail);
const drained = (detail: unknown) => delivered('ci.example', 'Headcount Worker Drained', detail);

test.each([
  [
    'interruption',
    delivered('aws.ec2', 'EC2 Spot Instance Interruption Warning', {
      'instance-id': ID,
      'instance-action': 'terminate',
    }),
  ],
  ['rebalance', delivered('aws.ec2', 'EC2 Instance Rebalance Recommendation', { 'instance-id': ID })],
  ['leaving', state('shutting-down')],
  ['leaving', state('terminated')],
  ['stops', state('stopping')],
  ['stops', state('stopped')],
  ['tagged', tagged(['Name', 'headcount:drained'])],
  ['tagged', tagged(['headcount:busy'])],
  ['asks', tagged(['headcount:alive', 'headcount:ready'])],
  ['asks', tagged(['headcount:retire'])],
  ['drained', drained({ 'instance-id': ID })],
])('is read: %s', (kind, event) => {
  expect(workerEventOf(event)).toEqual({ kind, worker: ID, at: NOON });
});

test.each(['ready', 'busy', 'idle', 'alive', 'retire'])('a report is read: %s', (report) => {
  expect(workerEventOf(reported({ 'instance-id': ID, report }))).toEqual({
    ...{ kind: 'reported', report, worker: ID, at: NOON },
  });
});

describe('is rejected', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['another event', delivered('aws.ec2', 'EBS Volume Notification', {})],
    ["a warning that is not EC2's", delivered('me', 'EC2 Spot Instance Interruption Warning', { 'instance-id': ID })],
    ['a state that is no leaving', state('running')],
    ['an instance that can be none', drained({ 'instance-id': 'i-1 or more' })],
    ['a report that is none', reported({ 'instance-id': ID, report: 'tired' })],
    ['a report of nobody', reported({ report: 'busy' })],
    ['a report with more than it may say', reported({ 'instance-id': ID, report: 'busy', group: 'ci' })],
    ['many instances', drained({ 'instance-id': [ID, ID] })],
    ['more than it may say', drained({ 'instance-id': ID, group: 'ci' })],
    ['a time that is none', { ...drained({ 'instance-id': ID }), time: 'noon' }],
    ['a tag that says nothing', tagged(['Name'])],
    ['a tag of something else', tagged(['headcount:busy'], ['arn:aws:s3:::bucket'])],
  ])('%s', (_, event) => {
    expect(() => workerEventOf(event)).toThrow('not an event of a worker');
  });

  test('with a short text that identifies it', () => {
    const flood = delivered('me', 'Flood', { text: 'x'.repeat(100_000) });
    const refusal = (): string => {
      try {
        return JSON.stringify(workerEventOf(flood));
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refusal()).toMatch(
      /^not an event of a worker \(detail-type is not as expected\): \{"version".*"detail-type":"Flood"/,
    );
    expect(refusal().length).toBeLessThanOrEqual(300);
  });
});

const allowed = 'and must be ready, busy, idle, alive or retire';
test.each<[unknown, string]>([
  [{ report: 'bsuy' }, `detail.report is "bsuy", ${allowed}`],
  [{}, `detail.report is missing, ${allowed}`],
  [{ report: 'x'.repeat(300) }, `detail.report is "${'x'.repeat(59)}, ${allowed}`],
  [{ report: 'busy', group: 'ci' }, 'detail has the unknown field "group"'],
  [{ report: 'busy', ['a\n'.repeat(200)]: 1 }, `detail has the unknown field "${'a\\n'.repeat(60)}`],
])('a nonsensical report about a worker says what is wrong: %j', (detail, problem) => {
  const event = receivedEvent(reported({ 'instance-id': ID, ...Object(detail) }));
  expect(event).toEqual({ kind: 'unreadable', worker: ID, at: NOON, problem: problem.slice(0, 200) });
});

test.each([
  ['no worker', reported({ report: 'busy' })],
  ['no instance', reported({ 'instance-id': 'i-1 or more', report: 'busy' })],
  ['no detail', reported(undefined)],
])('a report about nobody is a result and no failure: %s', (_, event) => {
  expect(receivedEvent(event)).toEqual({
    kind: 'nameless',
    why: expect.stringContaining('not an event of a worker'),
  });
});

test('other events are read as ever', () => {
  expect(receivedEvent(reported({ 'instance-id': ID, report: 'busy' }))).toMatchObject({ kind: 'reported' });
  expect(() => receivedEvent(delivered('me', 'Flood', {}))).toThrow('not an event of a worker');
});
