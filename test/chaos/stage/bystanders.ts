import { type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { TAG } from '../../../shared/names/names.ts';
import { GROUPS, STAGE, sizedOf } from '../groups.ts';

/** Instances that no evaluation may change: one without a group, one of each group in another stage, a protected one of each group of the provider ec2. */
export async function bystanders(client: EC2Client): Promise<Set<string>> {
  const tagsOfBystanders: Record<string, string>[] = [
    { Name: 'nobody' },
    ...GROUPS.map((group) => ({ [TAG.group]: group, [TAG.stage]: 'production' })),
    ...GROUPS.filter((group) => sizedOf(group) === null).map((group) => ({
      [TAG.group]: group,
      [TAG.stage]: STAGE,
      [TAG.protected]: 'true',
    })),
  ];
  const ids = new Set<string>();
  for (const tags of tagsOfBystanders) {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        ...{ ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large', MinCount: 1, MaxCount: 1 },
        TagSpecifications: [{ ResourceType: 'instance', Tags }],
      }),
    );
    for (const { InstanceId = '' } of Instances) ids.add(InstanceId);
  }
  return ids;
}
