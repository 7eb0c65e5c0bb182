import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';

/** Ids of so many on-demand instances, launched in one subnet of the local AWS. */
export async function runInstances(count: number, SubnetId = 'subnet-00000001'): Promise<string[]> {
  const client = new EC2Client({});
  const order = { MinCount: count, MaxCount: count, ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const };
  const { Instances = [] } = await client.send(new RunInstancesCommand({ ...order, SubnetId }));
  client.destroy();
  return Instances.map(({ InstanceId = '' }) => InstanceId);
}
