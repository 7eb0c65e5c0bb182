import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { fleet, idsOf, refusal, SUBNET, served, withTemplate } from './served.ts';

test('a token with the same fleet returns the same response and launches nothing', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const first = await client.send(fleet({ spot: 3, token: 'activity-1' }));
  const again = await client.send(fleet({ spot: 3, token: 'activity-1' }));
  expect(idsOf(again)).toEqual(idsOf(first));
  expect(again.FleetId).toBe(first.FleetId);
  expect(localEc2.everything()).toHaveLength(3);
});

test('a token with another fleet is rejected and launches nothing', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  await client.send(fleet({ spot: 3, token: 'activity-1' }));
  const others = [
    fleet({ spot: 4, token: 'activity-1' }),
    fleet({ spot: 3, token: 'activity-1', tags: [{ Key: 'a', Value: 'b' }] }),
    fleet({ spot: 3, token: 'activity-1', pools: [{ InstanceType: 'm7g.large', SubnetId: SUBNET.c }] }),
  ];
  for (const other of others) expect(await refusal(client.send(other))).toBe('IdempotentParameterMismatch');
  expect(localEc2.everything()).toHaveLength(3);
});

test('a partial launch is not completed by its token', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  localEc2.shortages.add({ remaining: 1 });
  const first = await client.send(fleet({ spot: 3, token: 'activity-1' }));
  localEc2.shortages.clear();
  const again = await client.send(fleet({ spot: 3, token: 'activity-1' }));
  expect(idsOf(first)).toHaveLength(1);
  expect(idsOf(again)).toEqual(idsOf(first));
});

test('a token of a rejected request can be used again', async () => {
  const { client } = await served();
  expect(await refusal(client.send(fleet({ spot: 1, token: 't' })))).toBe(
    'InvalidLaunchTemplateName.NotFoundException',
  );
  await withTemplate(client);
  expect(idsOf(await client.send(fleet({ spot: 1, token: 't' })))).toHaveLength(1);
});

test('a token has at most 64 ASCII characters', async () => {
  const { client } = await served();
  await withTemplate(client);
  expect(await refusal(client.send(fleet({ spot: 1, token: 'x'.repeat(65) })))).toBe('InvalidParameterValue');
});

test('RunInstances is idempotent, too', async () => {
  const { client, localEc2 } = await served();
  const run = (change: Partial<RunInstancesCommandInput> = {}) =>
    client.send(
      new RunInstancesCommand({
        MinCount: 2,
        MaxCount: 2,
        ImageId: 'ami-12345678',
        InstanceType: 'm7g.large',
        ClientToken: 'one',
        ...change,
      }),
    );
  const first = await run();
  const again = await run();
  expect(again.Instances?.map(({ InstanceId }) => InstanceId)).toEqual(
    first.Instances?.map(({ InstanceId }) => InstanceId),
  );
  expect(await refusal(run({ MaxCount: 3 }))).toBe('IdempotentParameterMismatch');
  expect(localEc2.everything()).toHaveLength(2);
});
