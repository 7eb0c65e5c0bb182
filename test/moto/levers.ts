import {
  DescribeInstancesCommand,
  type EC2Client,
  ModifyInstanceAttributeCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { FleetSubject } from '../contracts/providers/fleet.contract.ts';

/** What the contract does to EC2, by calls that anybody may make. */
export function motoLevers(client: EC2Client): NonNullable<FleetSubject['strict']> {
  const impossible = (): never => {
    throw new Error('moto has no way to do this');
  };
  return {
    makeShort: impossible,
    failNextLaunch: impossible,
    async shutDown(id) {
      await client.send(new StopInstancesCommand({ InstanceIds: [id] }));
    },
    async isTerminated(id) {
      const { Reservations = [] } = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      return Reservations[0]?.Instances?.[0]?.State?.Name === 'terminated';
    },
    async protect(id) {
      await client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiTermination: { Value: true } }));
    },
  };
}
