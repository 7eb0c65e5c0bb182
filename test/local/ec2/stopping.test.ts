import {
  DescribeInstanceStatusCommand,
  DescribeLaunchTemplateVersionsCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { describe, fleet, idsOf, LIFETIMES, refusal, type Served, served, withTemplate } from './served.ts';

async function running(all: Served, order: Parameters<typeof fleet>[0]): Promise<string[]> {
  const ids = idsOf(await all.client.send(fleet(order)));
  all.pass(LIFETIMES.pendingFor);
  return ids;
}
const states = async ({ client }: Served) =>
  (await describe(client)).map(({ State, StateReason }) => [State?.Name, StateReason?.Code]);

test('an on-demand instance stops when its operating system shuts down', async () => {
  const all = await served();
  await withTemplate(all.client);
  const [id = ''] = await running(all, { onDemand: 1 });
  all.localEc2.shutDown(id);
  expect(await states(all)).toEqual([['stopping', 'Client.InstanceInitiatedShutdown']]);
  all.pass(LIFETIMES.stoppingFor);
  expect(await states(all)).toEqual([['stopped', 'Client.InstanceInitiatedShutdown']]);
  const filter = (...Values: string[]) => describe(all.client, { Filters: [{ Name: 'instance-state-name', Values }] });
  expect(await filter('pending', 'running')).toEqual([]);
  expect(await filter('stopped')).toHaveLength(1);
});

test('it ends if its launch template says so', async () => {
  const all = await served();
  await withTemplate(all.client, { change: { InstanceInitiatedShutdownBehavior: 'terminate' } });
  const [id = ''] = await running(all, { onDemand: 1 });
  all.localEc2.shutDown(id);
  expect(await states(all)).toEqual([['shutting-down', 'Client.InstanceInitiatedShutdown']]);
  const versions = await all.client.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'worker' }));
  const [version] = versions.LaunchTemplateVersions ?? [];
  expect(version?.LaunchTemplateData?.InstanceInitiatedShutdownBehavior).toBe('terminate');
});

test('a one-time spot instance ends when it shuts down or its host retires, and cannot be stopped', async () => {
  const all = await served();
  await withTemplate(all.client, { change: { InstanceInitiatedShutdownBehavior: 'stop' } });
  const [one = '', other = ''] = await running(all, { spot: 2 });
  const stop = all.client.send(new StopInstancesCommand({ InstanceIds: [one] }));
  expect(await refusal(stop)).toBe('UnsupportedOperation');
  all.localEc2.shutDown(one);
  all.localEc2.retire(other);
  expect((await states(all)).toSorted()).toEqual([
    ['shutting-down', 'Client.InstanceInitiatedShutdown'],
    ['shutting-down', 'Server.ScheduledStop'],
  ]);
});

test('AWS stops an instance whose host it retires', async () => {
  const all = await served();
  await withTemplate(all.client);
  const [id = ''] = await running(all, { onDemand: 1 });
  all.localEc2.retire(id);
  all.pass(LIFETIMES.stoppingFor);
  expect(await states(all)).toEqual([['stopped', 'Server.ScheduledStop']]);
});

test('an instance is stopped and started by calls; a start is a new launch time', async () => {
  const all = await served();
  await withTemplate(all.client);
  const InstanceIds = await running(all, { onDemand: 1 });
  const stop = () => all.client.send(new StopInstancesCommand({ InstanceIds }));
  const start = () => all.client.send(new StartInstancesCommand({ InstanceIds }));
  expect((await stop()).StoppingInstances?.[0]).toMatchObject({
    PreviousState: { Code: 16, Name: 'running' },
    CurrentState: { Code: 64, Name: 'stopping' },
  });
  expect(await states(all)).toEqual([['stopping', 'Client.UserInitiatedShutdown']]);
  expect(await refusal(start())).toBe('IncorrectInstanceState');
  all.pass(LIFETIMES.stoppingFor);
  expect((await stop()).StoppingInstances?.[0]?.CurrentState).toEqual({ Code: 80, Name: 'stopped' });
  const { LaunchTime: launched } = (await describe(all.client))[0] ?? {};
  expect((await start()).StartingInstances?.[0]).toMatchObject({
    PreviousState: { Name: 'stopped' },
    CurrentState: { Name: 'pending' },
  });
  expect(await refusal(stop())).toBe('IncorrectInstanceState');
  all.pass(LIFETIMES.pendingFor);
  expect(await states(all)).toEqual([['running', undefined]]);
  const { LaunchTime: started } = (await describe(all.client))[0] ?? {};
  expect(started?.getTime()).toBe((launched?.getTime() ?? 0) + LIFETIMES.pendingFor + LIFETIMES.stoppingFor);
  const { InstanceStatuses = [] } = await all.client.send(new DescribeInstanceStatusCommand({}));
  expect(InstanceStatuses.map(({ InstanceStatus }) => InstanceStatus?.Status)).toEqual(['initializing']);
});

test('an instance that is started again stays visible, and describe calls may still return it as stopped', async () => {
  const all = await served();
  await withTemplate(all.client);
  const InstanceIds = await running(all, { onDemand: 1 });
  await all.client.send(new StopInstancesCommand({ InstanceIds }));
  all.pass(60_000);
  all.localEc2.changeLifetimes({ staleFor: 10_000, invisibleFor: 30_000 });
  const launchTime = async () => (await describe(all.client))[0]?.LaunchTime;
  const launched = await launchTime();
  all.pass(40_000);
  await all.client.send(new StartInstancesCommand({ InstanceIds }));
  expect(await states(all)).toEqual([['stopped', 'Client.UserInitiatedShutdown']]);
  expect(await launchTime()).toEqual(launched);
  all.pass(10_000);
  expect(await states(all)).toEqual([['pending', 'pending']]);
  expect(await launchTime()).not.toEqual(launched);
});

test('a stopped instance is terminated at once, and then cannot be started', async () => {
  const all = await served();
  await withTemplate(all.client);
  const InstanceIds = await running(all, { onDemand: 1 });
  all.localEc2.shutDown(InstanceIds[0] ?? '');
  all.pass(LIFETIMES.stoppingFor);
  const { TerminatingInstances } = await all.client.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(TerminatingInstances?.[0]).toMatchObject({
    PreviousState: { Code: 80, Name: 'stopped' },
    CurrentState: { Code: 48, Name: 'terminated' },
  });
  expect(await states(all)).toEqual([['terminated', 'Client.UserInitiatedShutdown']]);
  expect(await refusal(all.client.send(new StartInstancesCommand({ InstanceIds })))).toBe('IncorrectInstanceState');
});
