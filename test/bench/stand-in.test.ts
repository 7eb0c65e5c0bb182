import { describe, expect, test } from 'vitest';
import { Refused } from '../../bench/tick/aws/call.ts';
import { cloudWatchStandIn } from '../../bench/tick/aws/cloudwatch.ts';
import { TableStandIn } from '../../bench/tick/aws/dynamodb.ts';
import { describeInstanceStatus, FleetStandIn } from '../../bench/tick/aws/ec2.ts';
import { QueueStandIn } from '../../bench/tick/aws/sqs.ts';
import { answerPage, instancesOf } from '../../shared/providers/instances/answer.ts';
import { workerOf } from '../../shared/providers/instances/seen-instance.ts';

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const LAUNCHED = new Date('2026-11-21T12:00:00Z');

describe('the stand-in enforces the limits of AWS', () => {
  const table = new TableStandIn();
  const queue = new QueueStandIn();
  const keys = (count: number) => ({ RequestItems: { t: { Keys: many(count, (n) => ({ pk: { S: `${n}` } })) } } });
  const entries = (count: number) => ({ Entries: many(count, (n) => ({ Id: `${n}`, MessageBody: '{}' })) });
  const queries = (count: number) => ({
    StartTime: 0,
    EndTime: 60,
    MetricDataQueries: many(count, (n) => ({ Id: `m${n}`, MetricStat: { Period: 60 } })),
  });

  test.each([
    ['100 keys of a batch', table.actions['BatchGetItem'], keys, 100],
    ['10 messages of a batch', queue.actions['SendMessageBatch'], entries, 10],
    ['500 queries of a call', cloudWatchStandIn(() => 1)['GetMetricData'], queries, 500],
  ] as const)('more than %s', (_, action, request, limit) => {
    expect(() => action?.(request(limit) as never)).not.toThrow();
    expect(() => action?.(request(limit + 1) as never)).toThrow(Refused);
  });

  test('more than 200 filter values in a call, over all filters', () => {
    const fleet = new FleetStandIn([], 0, LAUNCHED);
    expect(() => fleet.describeInstances(asking(many(200, (n) => `g${n}`)))).not.toThrow();
    expect(() => fleet.describeInstances(asking(many(201, (n) => `g${n}`)))).toThrow(Refused);
    const further = asking(many(200, (n) => `g${n}`));
    further.set('Filter.2.Name', 'tag:headcount:stage');
    further.set('Filter.2.Value.1', 'bench');
    expect(() => fleet.describeInstances(further)).toThrow(Refused);
  });
});

test('returns pages of instances in the format that the adapter reads', () => {
  const fleet = new FleetStandIn(['one', 'other'], 600, LAUNCHED);
  const page = (nextToken = '') => {
    const { body } = fleet.describeInstances(asking(['one', 'other'], nextToken));
    const { items, nextToken: next } = answerPage(body, 'DescribeInstances', 'reservationSet');
    return { instances: items.flatMap(instancesOf), nextToken: next };
  };
  const first = page();
  const second = page(first.nextToken);
  expect([first.instances.length, second.instances.length, second.nextToken]).toEqual([1000, 200, '']);
  expect(workerOf(first.instances[0] as (typeof first.instances)[number])).toMatchObject({
    group: 'one',
    state: 'running',
    launchedAt: LAUNCHED.getTime(),
    market: 'on-demand',
    drainingUntil: null,
  });
});

test('reports no failing status checks, and requires one call per check', () => {
  const failing = (...checks: string[]) => {
    const parameters = new URLSearchParams();
    checks.forEach((check, n) => {
      parameters.set(`Filter.${n + 1}.Name`, check);
      parameters.set(`Filter.${n + 1}.Value.1`, 'impaired');
    });
    return parameters;
  };
  const { body } = describeInstanceStatus(failing('system-status.status'));
  expect(answerPage(body, 'DescribeInstanceStatus', 'instanceStatusSet')).toEqual({ items: [], nextToken: '' });
  const both = failing('system-status.status', 'instance-status.status');
  expect(() => describeInstanceStatus(both)).toThrow(Refused);
});

function asking(groups: readonly string[], nextToken = ''): URLSearchParams {
  const values = groups.map((group, n) => [`Filter.1.Value.${n + 1}`, group] as const);
  const next = nextToken ? { NextToken: nextToken } : {};
  return new URLSearchParams({
    'Filter.1.Name': 'tag:headcount:group',
    ...Object.fromEntries(values),
    MaxResults: '1000',
    ...next,
  });
}
