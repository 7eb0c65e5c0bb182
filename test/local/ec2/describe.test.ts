import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { describe, fleet, refusal, SUBNET, served, withInstances } from './served.ts';

test('pages have at most MaxResults items, and NextToken returns the rest once', async () => {
  const all = await served();
  const ids = await withInstances(all, 12);
  const pages: string[][] = [];
  for await (const page of paginateDescribeInstances({ client: all.client, pageSize: 5 }, {})) {
    pages.push((page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances.map((one) => one.InstanceId ?? '')));
  }
  expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
  expect(pages.flat().toSorted()).toEqual(ids.toSorted());
});

test('a page has at most 1,000 items without MaxResults', async () => {
  const all = await served();
  await withInstances(all, 1_001);
  const first = await all.client.send(new DescribeInstancesCommand({}));
  expect(first.Reservations?.flatMap(({ Instances = [] }) => Instances)).toHaveLength(1_000);
  expect(await describe(all.client, { NextToken: first.NextToken })).toHaveLength(1);
});

test('MaxResults is 5 to 1,000 and not allowed with ids; an invalid token is rejected', async () => {
  const all = await served();
  const [id = ''] = await withInstances(all, 1);
  expect(await refusal(describe(all.client, { MaxResults: 4 }))).toBe('InvalidParameterValue');
  expect(await refusal(describe(all.client, { MaxResults: 1_001 }))).toBe('InvalidParameterValue');
  expect(await refusal(describe(all.client, { MaxResults: 5, InstanceIds: [id] }))).toBe('InvalidParameterCombination');
  expect(await refusal(describe(all.client, { NextToken: 'bogus' }))).toBe('InvalidNextToken');
});

test('filters: any of the values, all of the filters, wildcards, tags', async () => {
  const all = await served();
  await withInstances(all, 2, [{ Key: 'group', Value: 'ci' }]);
  await all.client.send(fleet({ spot: 1, tags: [{ Key: 'group', Value: 'web*1' }] }));
  all.pass(1_000);
  const count = async (...filters: [string, ...string[]][]) =>
    (await describe(all.client, { Filters: filters.map(([Name, ...Values]) => ({ Name, Values })) })).length;
  expect(await count(['tag:group', 'ci'])).toBe(2);
  expect(await count(['tag:group', 'ci', 'web*1'])).toBe(3);
  expect(await count(['tag:group', 'c?'])).toBe(2);
  expect(await count(['tag:group', 'web\\*1'])).toBe(1);
  expect(await count(['tag:group', 'web\\*?'])).toBe(1);
  expect(await count(['tag:group', 'CI'])).toBe(0);
  expect(await count(['tag-key', 'group'], ['instance-lifecycle', 'spot'])).toBe(1);
  expect(await count(['instance-state-name', 'running', 'pending'], ['subnet-id', SUBNET.a])).toBe(3);
  expect(await count(['instance-state-name', 'running', 'pending'], ['subnet-id', SUBNET.b])).toBe(0);
});

test('an unknown filter and more than 200 values in a call are rejected', async () => {
  const { client } = await served();
  const filter = (Name: string, Values: string[]) => describe(client, { Filters: [{ Name, Values }] });
  const values = Array.from({ length: 201 }, (_, index) => `group-${index}`);
  expect(await refusal(filter('tags:group', ['x']))).toBe('InvalidParameterValue');
  expect(await refusal(filter('constructor', ['x']))).toBe('InvalidParameterValue');
  expect(await refusal(filter('tag:group', values))).toBe('FilterLimitExceeded');
  expect(await refusal(filter('tag:group', values.slice(1)))).toBe(null);
  const Filters = [
    { Name: 'tag:group', Values: values.slice(1) },
    { Name: 'instance-state-name', Values: ['running'] },
  ];
  expect(await refusal(describe(client, { Filters }))).toBe('FilterLimitExceeded');
});

test('status checks are returned for running instances, or for all on request', async () => {
  const all = await served();
  const [id = '', sick = ''] = await withInstances(all, 2);
  const checks = async (IncludeAllInstances?: boolean) => {
    const command = new DescribeInstanceStatusCommand(IncludeAllInstances === undefined ? {} : { IncludeAllInstances });
    const { InstanceStatuses = [] } = await all.client.send(command);
    return Object.fromEntries(InstanceStatuses.map((one) => [one.InstanceId, one.InstanceStatus?.Status]));
  };
  expect(await checks()).toEqual({});
  expect(await checks(true)).toEqual({ [id]: 'not-applicable', [sick]: 'not-applicable' });
  all.pass(10_000);
  expect(await checks()).toEqual({ [id]: 'initializing', [sick]: 'initializing' });
  all.pass(60_000);
  all.localEc2.impair(sick);
  expect(await checks()).toEqual({ [id]: 'ok', [sick]: 'impaired' });
});

test('subnets are those of a default VPC; an unknown one is not found', async () => {
  const { client } = await served();
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({ SubnetIds: [SUBNET.c, SUBNET.a] }));
  expect(Subnets.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone])).toEqual([
    [SUBNET.a, 'us-east-1a'],
    [SUBNET.c, 'us-east-1c'],
  ]);
  const unknown = client.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0000000f'] }));
  expect(await refusal(unknown)).toBe('InvalidSubnetID.NotFound');
});
