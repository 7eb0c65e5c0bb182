import { DescribeInstancesCommand, DescribeVpcsCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { clientOf, describe, fleet, idsOf, refusal, served, withInstances, withTemplate } from './served.ts';

test('a dry run changes nothing and reports that the call would succeed', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const error = await client.send(fleet({ onDemand: 1, change: { DryRun: true } })).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
  expect(localEc2.everything()).toEqual([]);
});

test('throttling affects the configured number of calls of the action, and no others', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.faults.add({ kind: 'throttle', action: 'DescribeInstances', count: 2 });
  const error = await client.send(new DescribeInstancesCommand({})).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
  expect(idsOf(await client.send(fleet({ onDemand: 1 })))).toHaveLength(1);
  expect(await refusal(describe(client))).toBe('RequestLimitExceeded');
  expect(await refusal(describe(client))).toBe(null);
  expect(Object.fromEntries(localEc2.calls)).toEqual({ CreateLaunchTemplate: 1, DescribeInstances: 3, CreateFleet: 1 });
});

test('the SDK retries a throttled call', async () => {
  const { client, localEc2, endpoint } = await served();
  await withTemplate(client);
  const patient = clientOf(endpoint, 3);
  localEc2.faults.add({ kind: 'throttle', action: 'CreateFleet', count: 1 });
  expect(idsOf(await patient.send(fleet({ onDemand: 1, token: 't' })))).toHaveLength(1);
});

test('after a lost response of a launch, the token returns its instances', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.faults.add({ kind: 'reset', action: 'CreateFleet', count: 1, when: 'after' });
  expect(await refusal(client.send(fleet({ onDemand: 2, token: 't' })))).not.toBe(null);
  expect(localEc2.everything()).toHaveLength(2);
  const again = await client.send(fleet({ onDemand: 2, token: 't' }));
  expect(idsOf(again)).toEqual(localEc2.everything().map(({ id }) => id));
});

test('a connection that is reset before the call changes nothing', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.faults.add({ kind: 'reset', action: 'CreateFleet', count: 1, when: 'before' });
  expect(await refusal(client.send(fleet({ onDemand: 2 })))).not.toBe(null);
  expect(localEc2.everything()).toEqual([]);
});

test('a server error may come before or after the call is carried out', async () => {
  const all = await served();
  const InstanceIds = await withInstances(all, 1);
  const terminate = () => all.client.send(new TerminateInstancesCommand({ InstanceIds }));
  const broken = { kind: 'error', action: 'TerminateInstances', count: 1, code: 'InternalError', status: 500 } as const;
  all.localEc2.faults.add({ ...broken, when: 'before' });
  expect(await refusal(terminate())).toBe('InternalError');
  expect(all.localEc2.everything()[0]?.endedAt).toBe(null);
  all.localEc2.faults.add({ ...broken, when: 'after' });
  expect(await refusal(terminate())).toBe('InternalError');
  expect(all.localEc2.everything()[0]?.endedAt).not.toBe(null);
});

test('another process configures faults and reads calls and instances over HTTP', async () => {
  const { client, localEc2, endpoint } = await served();
  await withTemplate(client);
  const post = (path: string, body: unknown) =>
    fetch(`${endpoint}/_headcount/ec2/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await post('shortages', { market: 'spot' });
  await post('faults', { kind: 'throttle', action: 'TerminateInstances' });
  const answer = await client.send(fleet({ onDemand: 1, spot: 1 }));
  expect(idsOf(answer)).toHaveLength(1);
  expect(await refusal(client.send(new TerminateInstancesCommand({ InstanceIds: idsOf(answer) })))).toBe(
    'RequestLimitExceeded',
  );
  const seen = await (await fetch(`${endpoint}/_headcount/ec2`)).json();
  expect(seen).toMatchObject({ calls: { CreateFleet: 1 }, instances: [{ id: localEc2.everything()[0]?.id }] });
  expect((await post('faults', { kind: 'thunder' })).status).toBe(400);
  expect((await post('weather', {})).status).toBe(404);
});

test('another process uses every control over HTTP', async () => {
  const { client, localEc2, endpoint, pass } = await served();
  await withTemplate(client);
  const post = async (path: string, body: unknown): Promise<number> =>
    (await fetch(`${endpoint}/_headcount/ec2/${path}`, { method: 'POST', body: JSON.stringify(body) })).status;
  expect(await post('launch-failures', { code: 'Client.VolumeLimitExceeded', count: 1, after: 100 })).toBe(200);
  expect(await post('lifetimes', { untaggedFor: 5 })).toBe(200);
  const ids = idsOf(await client.send(fleet({ onDemand: 4 })));
  expect(await post('fleets', { allowed: false })).toBe(200);
  expect(await refusal(client.send(fleet({ onDemand: 1 })))).toBe('MaxFleetCountExceeded');
  pass(100);
  expect(await post('shut-down', { id: ids[1] })).toBe(200);
  expect(await post('retire', { id: ids[2] })).toBe(200);
  expect(await post('end', { id: ids[3], code: 'Server.InternalError' })).toBe(200);
  expect(localEc2.everything().map(({ stateReason }) => stateReason?.code)).toEqual([
    'Client.VolumeLimitExceeded',
    'Client.InstanceInitiatedShutdown',
    'Server.ScheduledStop',
    'Server.InternalError',
  ]);
  expect(localEc2.lifetimes.untaggedFor).toBe(5);
  expect(await post('lifetimes', { untaggedFor: -1 })).toBe(400);
  expect(await post('shut-down', { id: 'i-0123456789abcdef0' })).toBe(400);
});

test('an unsupported action is an error', async () => {
  const { client } = await served();
  expect(await refusal(client.send(new DescribeVpcsCommand({})))).toBe('InvalidAction');
});
