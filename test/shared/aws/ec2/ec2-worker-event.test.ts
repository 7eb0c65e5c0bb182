import { CreateTagsCommand, EC2Client, RunInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { beforeAll, describe, expect, it } from 'vitest';
import { TAG } from '../../../../shared/names/names.ts';
import { findWorker } from '../../../../shared/providers/ec2/api/find-worker.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import { lightMarkDrained } from '../../../../shared/providers/instances/mark-drained.ts';
import { localAws } from '../local-aws.ts';

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0, pendingFor: 0 } } });
const NOBODY = 'i-0123456789abcdef0';

describe('an instance that an event names', () => {
  let client: EC2Client;
  beforeAll(() => {
    client = new EC2Client({});
    return () => client.destroy();
  });
  const find = (id: string) => findWorker(lightDescribe(aws.clients().cloudwatch.config), 'test')(id);
  const markDrained = (id: string) => lightMarkDrained(aws.clients().cloudwatch.config)(id);

  async function run(tags: Record<string, string>): Promise<string> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        ...{
          MinCount: 1,
          MaxCount: 1,
          ImageId: 'ami-12345678',
          InstanceType: 'm7g.large',
          SubnetId: 'subnet-00000002',
        },
        TagSpecifications: [{ ResourceType: 'instance', Tags }],
      }),
    );
    return Instances[0]?.InstanceId ?? '';
  }
  const worker = () => run({ [TAG.group]: 'ci', [TAG.stage]: 'test' });
  const tag = (id: string, Key: string, Value: string) =>
    client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] }));

  it('is found with its group and whether it drains', async () => {
    const id = await worker();
    expect(await find(id)).toEqual({ group: 'ci', alive: true, draining: false });
    await tag(id, TAG.drainingUntil, '2026-11-21T12:00:00Z');
    expect(await find(id)).toEqual({ group: 'ci', alive: true, draining: true });
  });

  it('is found while EC2 lists it as terminated', async () => {
    const id = await worker();
    await client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect(await find(id)).toEqual({ group: 'ci', alive: false, draining: false });
  });

  it('is not found if it belongs to another stage or no group, or does not exist', async () => {
    const other = await run({ [TAG.group]: 'ci', [TAG.stage]: 'staging' });
    const groupless = await run({ [TAG.stage]: 'test' });
    for (const id of [other, groupless, NOBODY]) expect(await find(id)).toBeNull();
  });

  it('is marked as drained, also repeatedly; a missing one is skipped', async () => {
    const id = await worker();
    for (let times = 0; times < 2; times++) await markDrained(id);
    const shown = aws
      .local()
      .ec2?.everything()
      .find((instance) => instance.id === id);
    expect(shown?.tags.get(TAG.drained)).toBe('true');
    await markDrained(NOBODY);
    expect(await find(NOBODY)).toBeNull();
  });

  it("that may not be marked throws EC2's error", async () => {
    const id = await worker();
    const refusal = { kind: 'error', code: 'UnauthorizedOperation', status: 403 } as const;
    aws.local().ec2?.faults.add({ action: 'CreateTags', count: 1, ...refusal });
    await expect(markDrained(id)).rejects.toMatchObject({ cause: { name: 'UnauthorizedOperation' } });
  });
});
