import { Ec2Error } from '../errors.ts';
import type { LaunchTemplateData, NetworkInterface } from '../model.ts';

/** What a request says about the network, beside its launch template. */
export interface RequestedNetwork {
  readonly subnetId: string | null;
  readonly securityGroups: readonly string[];
  readonly networkInterfaces: readonly NetworkInterface[];
}

/** The subnet, or `null` if nothing names one, and the security groups of an instance's first network interface. */
export type Network = Pick<NetworkInterface, 'subnetId' | 'securityGroups'>;

/**
 * Network interfaces of the request replace those of the template. "If you specify a network interface, you must specify
 * any subnets as part of the network interface", and any security groups, too.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
export function networkOf(request: RequestedNetwork, data: LaunchTemplateData | null): Network {
  const own = request.securityGroups.length > 0 ? request.securityGroups : (data?.securityGroups ?? []);
  const interfaces = request.networkInterfaces.length > 0 ? request.networkInterfaces : (data?.networkInterfaces ?? []);
  const first = firstInterfaceOf({ networkInterfaces: interfaces });
  if (first === null) return { subnetId: request.subnetId, securityGroups: own };
  if (request.subnetId !== null) throw combined('an instance-level subnet ID');
  if (own.length > 0) throw combined('an instance-level security groups');
  return first;
}

/** The security groups of an instance whose request names only its subnet, as a fleet and Auto Scaling do it for a template. */
export const securityGroupsOf = (data: LaunchTemplateData): readonly string[] =>
  networkOf({ subnetId: null, securityGroups: [], networkInterfaces: [] }, data).securityGroups;

export const firstInterfaceOf = ({ networkInterfaces }: Pick<LaunchTemplateData, 'networkInterfaces'>) =>
  networkInterfaces.find(({ deviceIndex }) => deviceIndex === 0) ?? networkInterfaces[0] ?? null;

const combined = (what: string): Ec2Error =>
  new Ec2Error(
    'InvalidParameterCombination',
    `Network interfaces and ${what} may not be specified on the same request`,
  );
