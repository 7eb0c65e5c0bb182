import { CreateLaunchTemplateCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Clients } from '../../../shared/aws/clients.ts';
import { TAG } from '../../../shared/names/index.ts';
import { ec2Resizer } from '../../../shared/providers/ec2/api/resizer.ts';
import { ec2Workers } from '../../../shared/providers/ec2/api/workers.ts';
import { lightDescribe } from '../../../shared/providers/instances/describe.ts';
import { freshGroup } from '../examples.ts';
import type { FleetSubject } from '../providers/fleet.contract.ts';

export const STAGE = 'test';

/** The adapters over the EC2 at an endpoint. They list as the functions do, without the SDK's client. */
export async function fleetOnAws(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  endpoint: string,
  pools: FleetSubject['pools'],
): Promise<Omit<FleetSubject, 'strict'>> {
  const client = new EC2Client({ endpoint });
  const describe = lightDescribe(cloudwatch.config, { AWS_ENDPOINT_URL_EC2: endpoint });
  const resizer = ec2Resizer(client, describe, STAGE);
  return {
    workers: ec2Workers(describe, STAGE),
    ...{ resizer, warm: resizer },
    launchTemplate: { name: await newLaunchTemplate(client), version: '$Default' },
    pools,
    async tag(id, name, on) {
      const Tags = [{ Key: TAG[name], Value: String(on) }];
      await client.send(new CreateTagsCommand({ Resources: [id], Tags }));
    },
  };
}

/** Returns the name of a new launch template; `tags`: of its instances. */
export async function newLaunchTemplate(
  client: EC2Client,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> {
  const LaunchTemplateName = freshGroup();
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const LaunchTemplateData = {
    ...{ ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const },
    ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'instance' as const, Tags }] }),
  };
  await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
  return LaunchTemplateName;
}
