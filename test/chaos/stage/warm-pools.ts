import { type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { LocalEc2 } from '../../../local/ec2/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { GROUPS, knobsOf, LAUNCH_TEMPLATE, poolOf, STAGE } from '../groups.ts';

const PREPARED_SECONDS = 300;

/**
 * Fills the warm pools with members that rest, so that members are started from the beginning of a run. Returns their ids.
 * The calls do not pass the proxy.
 */
export async function filledPools(
  client: EC2Client,
  ec2: LocalEc2,
  [SubnetId = '']: readonly string[],
  moveOn: (seconds: number) => void,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const group of GROUPS) {
    const size = poolOf(group, knobsOf(group));
    if (size === null) continue;
    const Tags = Object.entries({ [TAG.group]: group, [TAG.stage]: STAGE, [TAG.warm]: 'true' }).map(([Key, Value]) => ({
      ...{ Key, Value },
    }));
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        ...{ LaunchTemplate: { LaunchTemplateName: LAUNCH_TEMPLATE }, SubnetId, MinCount: size, MaxCount: size },
        TagSpecifications: [{ ResourceType: 'instance', Tags }],
      }),
    );
    for (const { InstanceId = '' } of Instances) ids.add(InstanceId);
  }
  moveOn(PREPARED_SECONDS);
  ec2.stopInstances([...ids]);
  return ids;
}
