import { DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { LIFETIMES as DEFAULTS } from '../../../local/ec2/instances/lifecycle.ts';
import { describe, fleet, idsOf, LIFETIMES, refusal, SUBNET, served, withTemplate } from './served.ts';

test('an instance that fails after its launch is first seen as it ends, with its reason and its tags', async () => {
  const { client, localEc2, pass } = await served();
  await withTemplate(client);
  localEc2.launchFailures.add({ code: 'Client.InternalError', count: 1, after: 500 });
  const answer = await client.send(fleet({ onDemand: 2, tags: [{ Key: 'group', Value: 'ci' }] }));
  const InstanceIds = idsOf(answer);
  expect(InstanceIds).toHaveLength(2);
  expect(answer.Errors).toEqual([]);
  pass(LIFETIMES.invisibleFor);
  const shown = async () =>
    (await describe(client, { InstanceIds })).map(({ State, StateReason, Tags }) => [
      State?.Name,
      StateReason?.Message,
      Tags?.some(({ Key, Value }) => Key === 'group' && Value === 'ci'),
    ]);
  const failed = 'Client.InternalError: Client error on launch';
  expect(await shown()).toEqual([
    ['shutting-down', failed, true],
    ['pending', 'pending', true],
  ]);
  pass(LIFETIMES.pendingFor);
  expect(await shown()).toEqual([
    ['terminated', failed, true],
    ['running', undefined, true],
  ]);
});

test('a failure of launches hits only its pools, until it is cleared', async () => {
  const { client, localEc2, pass } = await served();
  await withTemplate(client);
  localEc2.launchFailures.add({ code: 'Server.InternalError', subnetId: SUBNET.b, market: 'spot' });
  await client.send(fleet({ spot: 4, onDemand: 1 }));
  pass(LIFETIMES.invisibleFor);
  const ended = async () => {
    const all = await describe(client);
    return all.filter(({ StateReason }) => StateReason?.Code !== 'pending').map(({ SubnetId }) => SubnetId);
  };
  expect(await ended()).toEqual([SUBNET.b, SUBNET.b]);
  localEc2.launchFailures.clear();
  await client.send(fleet({ spot: 2 }));
  pass(LIFETIMES.invisibleFor);
  expect(await ended()).toEqual([SUBNET.b, SUBNET.b]);
});

test('an instance that runs ends with any reason', async () => {
  const { client, localEc2, pass } = await served();
  await withTemplate(client);
  const [id = ''] = idsOf(await client.send(fleet({ onDemand: 1 })));
  pass(LIFETIMES.pendingFor);
  localEc2.end(id, 'Client.InvalidKMSKey.InvalidState');
  const [instance] = await describe(client);
  expect(instance?.State?.Name).toBe('shutting-down');
  expect(instance?.StateReason).toEqual({
    Code: 'Client.InvalidKMSKey.InvalidState',
    Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
  });
});

test('a terminated instance stays listed for an hour, and loses its tags before', async () => {
  const { client, localEc2, pass } = await served({ lifetimes: DEFAULTS });
  await withTemplate(client);
  const [id = ''] = idsOf(await client.send(fleet({ onDemand: 1, tags: [{ Key: 'group', Value: 'ci' }] })));
  localEc2.end(id, 'Client.VolumeLimitExceeded');
  const Filters = [{ Name: 'tag:group', Values: ['ci'] }];
  pass(600_000);
  expect((await describe(client, { Filters })).map(({ State }) => State?.Name)).toEqual(['terminated']);
  pass(10_000);
  expect(await describe(client, { Filters })).toEqual([]);
  pass(3_600_000 - 610_000);
  const [instance] = await describe(client, { InstanceIds: [id] });
  expect([instance?.State?.Name, instance?.Tags ?? []]).toEqual(['terminated', []]);
  pass(10_000);
  expect(await refusal(describe(client, { InstanceIds: [id] }))).toBe('InvalidInstanceID.NotFound');
});

test('tags may come later than the instance: until then it matches no filter by tag', async () => {
  const { client, localEc2, pass } = await served();
  await withTemplate(client);
  localEc2.changeLifetimes({ untaggedFor: 20_000 });
  const InstanceIds = idsOf(await client.send(fleet({ onDemand: 1, tags: [{ Key: 'group', Value: 'ci' }] })));
  pass(LIFETIMES.invisibleFor);
  const found = () => describe(client, { Filters: [{ Name: 'tag:group', Values: ['ci'] }] });
  const tags = async () => (await client.send(new DescribeTagsCommand({}))).Tags ?? [];
  expect((await describe(client, { InstanceIds })).map(({ Tags }) => Tags)).toEqual([[]]);
  expect([await found(), await tags()]).toEqual([[], []]);
  pass(19_000);
  expect((await found()).map(({ InstanceId }) => InstanceId)).toEqual(InstanceIds);
  expect((await tags()).map(({ Key }) => Key)).toContain('group');
});

test('the state that describe calls return may be old', async () => {
  const { client, localEc2, pass } = await served();
  await withTemplate(client);
  const [id = ''] = idsOf(await client.send(fleet({ onDemand: 1 })));
  pass(60_000);
  localEc2.changeLifetimes({ staleFor: 3_000 });
  localEc2.end(id, 'Server.InternalError');
  const shown = async () => (await describe(client)).map(({ State, StateReason }) => [State?.Name, StateReason?.Code]);
  expect(await shown()).toEqual([['running', undefined]]);
  pass(3_000);
  expect(await shown()).toEqual([['shutting-down', 'Server.InternalError']]);
});
