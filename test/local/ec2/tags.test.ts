import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand, type Tag } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { fleet, refusal, type Served, served, withInstances, withTemplate } from './served.ts';

const many = (count: number): Tag[] => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));

const ownTags = async ({ client }: Served, id: string): Promise<Record<string, string>> => {
  const { Tags = [] } = await client.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }),
  );
  const own = Tags.filter(({ Key }) => !Key?.startsWith('aws:'));
  return Object.fromEntries(own.map(({ Key, Value }) => [Key, Value]));
};

test('tags are added, overwritten, listed and removed', async () => {
  const all = await served();
  const [id = ''] = await withInstances(all, 1, [{ Key: 'a', Value: '1' }]);
  const tags = [
    { Key: 'a', Value: '2' },
    { Key: 'b', Value: '3' },
  ];
  await all.client.send(new CreateTagsCommand({ Resources: [id], Tags: tags }));
  expect(await ownTags(all, id)).toEqual({ a: '2', b: '3' });
  await all.client.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'other' }, { Key: 'b' }] }));
  expect(await ownTags(all, id)).toEqual({ a: '2' });
  await all.client.send(new DeleteTagsCommand({ Resources: [id] }));
  expect(await ownTags(all, id)).toEqual({});
});

test('the prefix aws: is reserved in every call, in upper and lower case', async () => {
  const all = await served();
  const [id = ''] = await withInstances(all, 1);
  const Tags = [{ Key: 'AWS:mine', Value: '' }];
  const calls = [
    all.client.send(new CreateTagsCommand({ Resources: [id], Tags })),
    all.client.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'aws:ec2:fleet-id' }] })),
    all.client.send(fleet({ spot: 1, tags: Tags })),
  ];
  for (const call of calls) expect(await refusal(call)).toBe('InvalidParameterValue');
});

test('a resource has at most 50 tags of its owner', async () => {
  const all = await served();
  const [id = ''] = await withInstances(all, 1, many(49));
  const add = (Key: string) => all.client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value: '' }] }));
  expect(await refusal(add('fiftieth'))).toBe(null);
  expect(await refusal(add('one more'))).toBe('TagLimitExceeded');
  expect(await refusal(all.client.send(fleet({ spot: 1, tags: many(51) })))).toBe('TagLimitExceeded');
});

test('keys have at most 128 characters, values 256', async () => {
  const all = await served();
  const [id = ''] = await withInstances(all, 1);
  const add = (Key: string, Value: string) =>
    refusal(all.client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] })));
  expect(await add('k'.repeat(128), 'v'.repeat(256))).toBe(null);
  expect(await add('k'.repeat(129), '')).toBe('InvalidParameterValue');
  expect(await add('k', 'v'.repeat(257))).toBe('InvalidParameterValue');
});

test('with an unknown resource, none is tagged', async () => {
  const all = await served();
  const [id = ''] = await withInstances(all, 1);
  const command = new CreateTagsCommand({
    Resources: [id, 'i-0123456789abcdef0'],
    Tags: [{ Key: 'a', Value: '1' }],
  });
  expect(await refusal(all.client.send(command))).toBe('InvalidInstanceID.NotFound');
  expect(await ownTags(all, id)).toEqual({});
});

test('launch templates can be tagged and listed, too', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const { id } = localEc2.launchTemplate({ id: null, name: 'worker' });
  await client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: '1' }] }));
  const { Tags } = await client.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'resource-type', Values: ['launch-template'] }] }),
  );
  expect(Tags).toEqual([{ Key: 'a', ResourceId: id, ResourceType: 'launch-template', Value: '1' }]);
});
