import { CreateTagsCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { describe, fleet, idsOf, LIFETIMES, refusal, SUBNET, served, withInstances, withTemplate } from './served.ts';

test('a new instance is at first neither listed nor found by id', async () => {
  const { client, pass } = await served();
  await withTemplate(client);
  const InstanceIds = idsOf(await client.send(fleet({ onDemand: 1 })));
  expect(await describe(client)).toEqual([]);
  expect(await refusal(describe(client, { InstanceIds }))).toBe('InvalidInstanceID.NotFound');
  const tag = new CreateTagsCommand({ Resources: InstanceIds, Tags: [{ Key: 'a', Value: 'b' }] });
  expect(await refusal(client.send(tag))).toBe('InvalidInstanceID.NotFound');
  expect(await refusal(client.send(new TerminateInstancesCommand({ InstanceIds })))).toBe('InvalidInstanceID.NotFound');
  pass(LIFETIMES.invisibleFor);
  expect(await describe(client, { InstanceIds })).toHaveLength(1);
});

test('an instance is pending, running, shutting-down, terminated, and then forgotten', async () => {
  const all = await served();
  const { client, pass } = all;
  const InstanceIds = await withInstances(all, 1);
  const state = async () => (await describe(client, { InstanceIds }))[0]?.State?.Name;
  expect(await state()).toBe('pending');
  pass(LIFETIMES.pendingFor);
  expect(await state()).toBe('running');
  const { TerminatingInstances } = await client.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(TerminatingInstances?.[0]).toMatchObject({
    PreviousState: { Code: 16, Name: 'running' },
    CurrentState: { Code: 32, Name: 'shutting-down' },
  });
  expect(await state()).toBe('shutting-down');
  pass(LIFETIMES.shuttingDownFor);
  expect(await state()).toBe('terminated');
  pass(LIFETIMES.shownAfterwards);
  expect(await describe(client)).toEqual([]);
  expect(await refusal(describe(client, { InstanceIds }))).toBe('InvalidInstanceID.NotFound');
});

test('terminating again succeeds while EC2 still shows the instance', async () => {
  const all = await served();
  const InstanceIds = await withInstances(all, 1);
  await all.client.send(new TerminateInstancesCommand({ InstanceIds }));
  all.pass(LIFETIMES.shuttingDownFor);
  const again = await all.client.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(again.TerminatingInstances?.[0]?.CurrentState?.Name).toBe('terminated');
});

test('with an invalid id, no instance is terminated', async () => {
  const all = await served();
  const good = await withInstances(all, 2);
  const terminate = (...ids: string[]) => refusal(all.client.send(new TerminateInstancesCommand({ InstanceIds: ids })));
  expect(await terminate(...good, 'i-0123456789abcdef0')).toBe('InvalidInstanceID.NotFound');
  expect(await terminate(...good, 'i-nonsense')).toBe('InvalidInstanceID.Malformed');
  expect(all.localEc2.everything().map(({ endedAt }) => endedAt)).toEqual([null, null]);
});

test('with a protected instance, the call fails and keeps the instances in its zone', async () => {
  const all = await served();
  await withTemplate(all.client);
  const InstanceIds = idsOf(await all.client.send(fleet({ spot: 4 })));
  all.pass(LIFETIMES.invisibleFor);
  const inA = all.localEc2.everything().filter(({ subnetId }) => subnetId === SUBNET.a);
  all.localEc2.protect(inA[0]?.id ?? '');
  const call = all.client.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(await refusal(call)).toBe('OperationNotPermitted');
  const alive = all.localEc2.everything().filter(({ endedAt }) => endedAt === null);
  expect(alive.map(({ id }) => id)).toEqual(inA.map(({ id }) => id));
});

test('an interrupted spot instance has the reason of its end', async () => {
  const { client, localEc2, pass } = await served();
  await withTemplate(client);
  const [id = ''] = idsOf(await client.send(fleet({ spot: 1 })));
  pass(LIFETIMES.invisibleFor);
  localEc2.reclaim(id);
  const [instance] = await describe(client);
  expect(instance?.State?.Name).toBe('shutting-down');
  expect(instance?.StateReason?.Code).toBe('Server.SpotInstanceTermination');
});
