import {
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type InstanceNetworkInterfaceSpecification,
} from '@aws-sdk/client-ec2';
import { isRefusal } from '../../../instances/errors.ts';
import type { Ec2Launch } from '../../ports.ts';

/** A network interface of a launch template, as a request repeats it. */
export type NetworkInterface = InstanceNetworkInterfaceSpecification;

/**
 * The network interfaces of a launch template. RunInstances needs them for templates that have any: "If you specify a
 * network interface, you must specify any subnets as part of the network interface", and any security groups, too.
 * A fleet puts the subnet of an override into the interface by itself.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 * If EC2 refuses to show the template, the launch is tried without them, and EC2 says what is wrong.
 */
export async function interfacesOf(
  client: EC2Client,
  { id, name, version }: Ec2Launch['launchTemplate'],
): Promise<readonly NetworkInterface[]> {
  const named = id ? { LaunchTemplateId: id } : { LaunchTemplateName: name };
  const request = new DescribeLaunchTemplateVersionsCommand({ ...named, Versions: [version] });
  try {
    const { LaunchTemplateVersions: [found] = [] } = await client.send(request);
    return (found?.LaunchTemplateData?.NetworkInterfaces ?? []) as readonly NetworkInterface[];
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}

/** Where a launch goes: all interfaces with all their settings, because the request's replace those of the template. */
export const placedIn = (
  subnet: string,
  interfaces: readonly NetworkInterface[],
): { readonly SubnetId: string } | { readonly NetworkInterfaces: NetworkInterface[] } =>
  interfaces.length === 0
    ? { SubnetId: subnet }
    : { NetworkInterfaces: interfaces.map((each) => ({ ...each, SubnetId: subnetOf(each, subnet) })) };

/** Other interfaces than the first one may be in a subnet of their own. */
const subnetOf = ({ DeviceIndex = 0, NetworkCardIndex = 0, SubnetId }: NetworkInterface, subnet: string): string =>
  DeviceIndex === 0 && NetworkCardIndex === 0 ? subnet : (SubnetId ?? subnet);
