import { counted, define, makers } from '../../../model/index.ts';

type None = Record<never, never>;
type Market = { market: string };

const freeText = (free: number): string => `${free} free ${free === 1 ? 'address' : 'addresses'}`;

/** What a preflight finds about launches, and the remedies. */
export const reasons = {
  'template-found': define<{ template: string; version: string }>(
    'The launch template and its version exist.',
    ({ template, version }) => `Launch template ${template}, version ${version}`,
  ),
  'template-missing': define<{ template: string; version: string }>(
    'The launch template or its version does not exist.',
    ({ template, version }) =>
      `The launch template ${template} has no version ${version}, or does not exist in this region`,
  ),
  'template-without-image': define<{ template: string }>(
    'The launch template names no image.',
    ({ template }) => `The launch template ${template} names no image`,
  ),
  'template-image-by-parameter': define<{ image: string }>(
    "The image is named by a parameter of Systems Manager, which Headcount's functions may not read by themselves.",
    ({ image }) => `The image is ${image}, a parameter that Headcount's functions may not read`,
  ),
  'remedy-image-parameter': define<None>(
    'Allow the functions to read the parameter.',
    () =>
      'Allow ssm:GetParameters on it for the roles of the functions that launch: docs/how-to/deploy.md#images-from-ssm-and-keys-of-your-own',
  ),
  'template-market-options': define<{ template: string }>(
    'The launch template asks for a market, which a fleet does not accept.',
    ({ template }) => `The launch template ${template} has instance market options, which EC2 Fleet does not accept`,
  ),
  'template-for-capacity-block': define<{ template: string }>(
    'The launch template is for a Capacity Block, but the policy asks for on-demand or spot instances.',
    ({ template }) =>
      `The launch template ${template} is for a Capacity Block, and EC2 rejects on-demand and spot launches from it`,
  ),
  'template-not-for-capacity-block': define<{ template: string }>(
    'The policy asks for a Capacity Block, but the launch template names none.',
    ({ template }) => `The policy launches into a Capacity Block, but the launch template ${template} names none`,
  ),
  'remedy-capacity-block': define<None>(
    'Say in the policy that its workers run in a Capacity Block.',
    () =>
      'Write "reservations: capacity-block" in the provider of the policy, or use another template: docs/how-to/reserved-capacity.md',
  ),
  'template-stops': define<{ template: string }>(
    'Instances stop when they shut themselves down.',
    ({ template }) =>
      `Instances of ${template} that shut themselves down are stopped, not terminated, and their volumes cost money until Headcount terminates them`,
  ),
  'template-tags-collide': define<{ template: string; keys: readonly string[] }>(
    'The launch template sets tags that Headcount sets too.',
    ({ template, keys }) =>
      `The launch template ${template} sets the tags ${keys.join(', ')}, which Headcount sets itself`,
  ),
  'template-tags-spot-requests': define<{ template: string }>(
    'The launch template tags spot requests, so on-demand launches fail.',
    ({ template }) =>
      `The launch template ${template} tags spot-instances-request, and EC2 rejects on-demand launches with such tags`,
  ),
  'remedy-template': define<None>(
    'Correct the policy, or create the launch template.',
    () => 'Correct "launchTemplate" in the policy, or create the template and version in this region',
  ),
  'remedy-template-version': define<{ change: string }>(
    'Create a new version of the launch template.',
    ({ change }) => `Create a version of the template ${change}, and use it`,
  ),
  'profile-passable': define<{ profile: string }>(
    "Headcount may pass the role of the template's instance profile.",
    ({ profile }) => `Headcount may pass the role of instance profile ${profile}`,
  ),
  'profile-missing': define<{ profile: string }>(
    'The instance profile of the launch template does not exist or has no role.',
    ({ profile }) => `The instance profile ${profile} does not exist, or has no role`,
  ),
  'profile-not-passable': define<{ roles: readonly string[] }>(
    'Headcount may not pass the role of the instance profile, so every launch fails.',
    ({ roles }) => `Headcount's functions may not pass the role ${roles.join(', ')} to instances`,
  ),
  'remedy-profile': define<None>(
    'Correct the instance profile.',
    () => 'Create the instance profile and add a role to it, or create a version of the template with another one',
  ),
  'remedy-pass-role': define<{ roles: readonly string[] }>(
    'Deploy with the roles that may be passed.',
    ({ roles }) => `Deploy with "--context passRoles=${roles.join(',')}"`,
  ),
  'key-usable': define<{ key: string }>(
    'The encryption key is enabled.',
    ({ key }) => `The encryption key ${key} is enabled`,
  ),
  'key-unusable': define<{ key: string; state: string | null }>(
    'Volumes cannot be encrypted with the key, so instances end as soon as they are launched.',
    ({ key, state }) =>
      state === null ? `The encryption key ${key} does not exist` : `The encryption key ${key} is in state ${state}`,
  ),
  'key-needs-grant': define<{ key: string }>(
    'Spot needs a grant on the encryption key of the customer.',
    ({ key }) => `Spot instances need a grant on the encryption key ${key}, which this check cannot see`,
  ),
  'remedy-key': define<None>('Enable the key.', () => 'Enable the key, or use another one in the template'),
  'remedy-key-grant': define<{ role: string; key: string }>(
    'Grant the use of the key to the role of Spot.',
    ({ role, key }) =>
      `Unless the key's policy allows it, run "aws kms create-grant --key-id ${key} --grantee-principal ROLE-ARN --operations Decrypt GenerateDataKeyWithoutPlaintext CreateGrant" with the ARN of ${role}`,
  ),
  'subnets-found': define<{ subnets: number; zones: readonly string[]; free: number }>(
    'The subnets exist in several zones and have enough free addresses.',
    ({ subnets, zones, free }) => `${counted(subnets, 'subnet')} in ${zones.join(', ')} with ${freeText(free)}`,
  ),
  'subnets-missing': define<{ subnets: readonly string[] }>(
    'Subnets of the policy do not exist.',
    ({ subnets }) => `${subnets.join(', ')} ${subnets.length === 1 ? 'does' : 'do'} not exist in this region`,
  ),
  'subnets-one-zone': define<{ zone: string }>(
    'All subnets are in one zone.',
    ({ zone }) => `All subnets are in ${zone}: if the zone fails or has no capacity, nothing can be launched`,
  ),
  'subnets-in-several-vpcs': define<{ vpcs: readonly string[] }>(
    'The subnets belong to several VPCs, but security groups belong to one.',
    ({ vpcs }) => `The subnets belong to several VPCs: ${vpcs.join(', ')}`,
  ),
  'addresses-few': define<{ free: number; wanted: number; bound: string }>(
    'The subnets have fewer free addresses than the group may have workers.',
    ({ free, wanted, bound }) => `The subnets have ${freeText(free)}, and capacity.${bound} is ${wanted}`,
  ),
  'subnets-routed': define<None>(
    'The subnets have a route out of their VPC.',
    () => 'The subnets have a route out of their VPC',
  ),
  'subnets-not-routed': define<{ subnets: readonly string[] }>(
    'Subnets have no default route.',
    ({ subnets }) =>
      `${subnets.join(', ')} ${subnets.length === 1 ? 'has' : 'have'} no default route: workers there reach AWS and the internet only through VPC endpoints`,
  ),
  'remedy-subnets': define<None>(
    'Name existing subnets of one VPC.',
    () => 'Name subnets of one VPC that exist in this region',
  ),
  'remedy-subnets-zones': define<None>('Add subnets.', () => 'Add subnets in other zones to the policy'),
  'remedy-subnets-addresses': define<None>(
    'Add larger subnets.',
    () => 'Add subnets to the policy, or lower capacity.max',
  ),
  'remedy-subnets-routes': define<None>(
    'Add a route.',
    () => 'Add a route to a NAT or internet gateway, unless the workers need none',
  ),
  'types-offered': define<{ types: readonly string[]; zones: readonly string[] }>(
    'The instance types are offered in the zones of the subnets.',
    ({ types, zones }) => `${types.join(', ')} offered in ${zones.join(', ')}`,
  ),
  'types-missing': define<{ types: readonly string[] }>(
    'Instance types are offered in no zone of the subnets.',
    ({ types }) => `${types.join(', ')} not offered in any zone of the subnets`,
  ),
  'types-not-in-region': define<{ types: readonly string[] }>(
    'Instance types do not exist in the region.',
    ({ types }) => `${types.join(', ')} not available in this region`,
  ),
  'types-not-of-image': define<{ types: readonly string[]; image: string; architecture: string }>(
    'Instance types cannot run the image of the launch template.',
    ({ types, image, architecture }) =>
      `${types.join(', ')} cannot run the image ${image}, which is for ${architecture}`,
  ),
  'types-partly-offered': define<{ type: string; zones: readonly string[] }>(
    'An instance type is not offered in some zones of the subnets.',
    ({ type, zones }) => `${type} is not offered in ${zones.join(', ')}`,
  ),
  'remedy-types': define<None>(
    'Name types that the zones offer.',
    () => 'Correct "instanceTypes", or name subnets in zones that offer them',
  ),
  'remedy-image-types': define<None>(
    'Name types that can run the image.',
    () => 'Name types of this architecture in "instanceTypes", or a launch template whose image is for theirs',
  ),
  'requirements-match': define<{ types: number }>(
    'Instance types match the requirements and can run the image.',
    ({ types }) => `${counted(types, 'instance type')} ${types === 1 ? 'matches' : 'match'} the requirements`,
  ),
  'requirements-match-nothing': define<None>(
    'No instance type matches the requirements and can run the image, so every launch fails.',
    () => 'No instance type matches the requirements and can run the image',
  ),
  'requirements-not-of-image': define<{ image: string; architecture: string; architectures: readonly string[] }>(
    'The requirements exclude the architecture of the image, so every launch fails.',
    ({ image, architecture, architectures }) =>
      `The image ${image} is for ${architecture}, but the requirements allow only ${architectures.join(', ')}`,
  ),
  'requirements-image-unknown': define<None>(
    'The image of the launch template could not be read, so its architecture is unknown.',
    () => 'EC2 does not show the image of the launch template, so its architecture was not compared',
  ),
  'remedy-requirements': define<{ group: string }>(
    'Widen the requirements.',
    ({ group }) =>
      `Widen "requirements" in the policy, or use another image. "npx headcount policy show-types ${group}" shows what matches`,
  ),
  'remedy-image': define<None>(
    'Write the architecture into the policy.',
    () => 'Check the image in the launch template and the permission ec2:DescribeImages, or write "architectures"',
  ),
  'quota-enough': define<Market & { quota: number; needed: number }>(
    'The vCPU quota is enough for the maximum of the group.',
    ({ market, quota, needed }) => `The ${market} quota of ${counted(quota, 'vCPU')} is enough for ${needed}`,
  ),
  'quota-low': define<Market & { quota: number; needed: number; workers: number; bound: string; inUnits?: boolean }>(
    'The vCPU quota is too low for the maximum or minimum of the group. If types have weights (`inUnits`), `workers` counts units of capacity.',
    ({ market, quota, needed, workers, bound, inUnits }) =>
      `The ${market} quota is ${counted(quota, 'vCPU')}; the ${workers} ${market} ${inUnits ? 'unit' : 'worker'}${workers === 1 ? '' : 's'} of capacity.${bound} ${workers === 1 ? 'needs' : 'need'} at least ${needed}`,
  ),
  'quota-unknown': define<{ types: readonly string[] }>(
    'The quotas of some types are not checked.',
    ({ types }) => `Not checked: the vCPU quotas of ${types.join(', ')}`,
  ),
  'remedy-quota': define<{ code: string; needed: number }>(
    'Request a higher quota.',
    ({ code, needed }) =>
      `Run "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${code} --desired-value ${needed}", or lower the capacity`,
  ),
  'remedy-quota-by-hand': define<None>(
    'Look at the quotas by hand.',
    () => 'Look at the quotas of EC2 in the console of Service Quotas',
  ),
  'launch-accepted': define<{ call: string; market: string }>(
    'EC2 would accept a launch with your permissions.',
    ({ call, market }) => `EC2 would accept a launch of ${market} instances by ${call}`,
  ),
  'launch-refused': define<{ call: string; market: string; code: string; message: string }>(
    'EC2 would reject a launch.',
    ({ call, market, code, message }) =>
      `EC2 would reject a launch of ${market} instances by ${call}: ${code}: ${message}`,
  ),
  'fleet-not-available': define<{ code: string }>(
    'The account may not use EC2 Fleet.',
    ({ code }) => `EC2 Fleet is not available to this account (${code})`,
  ),
  'remedy-launch': define<None>(
    'Correct what EC2 names.',
    () => 'Correct what the message names in the policy or the launch template',
  ),
  'remedy-fleet': define<None>(
    'Ask AWS for access to EC2 Fleet.',
    () => 'Ask AWS Support for access to EC2 Fleet (new accounts need it)',
  ),
  'target-group-found': define<{ name: string }>('The target group can be used.', ({ name }) => `Target group ${name}`),
  'target-group-missing': define<{ arn: string }>(
    'The target group does not exist in this account and region.',
    ({ arn }) => `The target group ${arn} does not exist in this account and region`,
  ),
  'target-group-type': define<{ name: string; type: string }>(
    'The target group does not take instances.',
    ({ name, type }) => `The target group ${name} has targets of type ${type}, not instance`,
  ),
  'target-group-vpc': define<{ name: string; vpc: string }>(
    'The target group belongs to another VPC than the subnets.',
    ({ name, vpc }) => `The target group ${name} belongs to ${vpc}, but the subnets do not`,
  ),
  'target-group-unused': define<{ name: string }>(
    'No load balancer uses the target group.',
    ({ name }) => `No load balancer uses the target group ${name}, so its workers get no requests and no health checks`,
  ),
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#availability-zones
  'target-group-zone': define<{ name: string; subnets: readonly string[]; zones: readonly string[] }>(
    'Subnets are in zones that the load balancer of the target group has not enabled. Workers there get no requests (`Target.NotInUse`).',
    ({ name, subnets, zones }) =>
      `The load balancer of the target group ${name} has not enabled ${zones.join(', ')}, so workers in ${subnets.join(', ')} get no requests`,
  ),
  'rollout-alarms-found': define<{ alarms: readonly string[] }>(
    'The alarms that stop a rollout exist, and none is in ALARM.',
    ({ alarms }) => `The alarms of provider.rollout exist, and none is in ALARM: ${alarms.join(', ')}`,
  ),
  'rollout-alarms-missing': define<{ alarms: readonly string[] }>(
    'An alarm that stops a rollout does not exist, so a rollout waits.',
    ({ alarms }) =>
      `CloudWatch has no ${alarms.length === 1 ? 'alarm' : 'alarms'} ${alarms.join(', ')}, so a rollout would wait. provider.rollout.alarms names ${alarms.length === 1 ? 'it' : 'them'}`,
  ),
  'rollout-alarms-firing': define<{ alarms: readonly string[] }>(
    'An alarm that stops a rollout is in ALARM, so no rollout starts.',
    ({ alarms }) =>
      `${alarms.length === 1 ? 'The alarm' : 'The alarms'} ${alarms.join(', ')} ${alarms.length === 1 ? 'is' : 'are'} in ALARM, so no rollout starts and one in progress fails`,
  ),
  'remedy-rollout-alarms': define<None>(
    'Create the alarms, or remove them from the policy.',
    () => 'Create the alarms in this account and region, or remove them from provider.rollout.alarms',
  ),
  'remedy-rollout-firing': define<None>(
    'Look at the alarms before you start a rollout.',
    () => 'Look at the alarms before you start a rollout',
  ),
  'hibernation-possible': define<{ template: string }>(
    'Members of the warm pool can hibernate.',
    ({ template }) => `Instances of ${template} can hibernate in the warm pool`,
  ),
  'hibernation-not-configured': define<{ template: string }>(
    'The launch template does not enable hibernation, so members of the warm pool are stopped instead.',
    ({ template }) =>
      `The launch template ${template} does not enable hibernation, so members of the warm pool would be stopped instead`,
  ),
  'hibernation-with-enclave': define<{ template: string }>(
    'The launch template enables Nitro Enclaves, which exclude hibernation.',
    ({ template }) => `The launch template ${template} enables Nitro Enclaves, which exclude hibernation`,
  ),
  'hibernation-image-unknown': define<None>(
    'The image of the launch template could not be read, so its root volume is unknown.',
    () => 'EC2 does not show the image of the launch template, so its root volume was not checked for hibernation',
  ),
  'hibernation-root-not-ebs': define<{ template: string }>(
    'The root volume is an instance store, which cannot hibernate.',
    ({ template }) => `The image of ${template} has an instance store as its root volume, which cannot hibernate`,
  ),
  'hibernation-root-not-encrypted': define<{ template: string }>(
    'The root volume is not encrypted, which hibernation needs.',
    ({ template }) => `The root volume of ${template} is not encrypted, and EC2 hibernates only with an encrypted one`,
  ),
  'hibernation-root-small': define<{ size: number; types: readonly string[]; memory: number }>(
    'The root volume has no room for the memory of an instance type.',
    ({ size, types, memory }) =>
      `The root volume of ${size} GiB has no room for the memory of ${types.join(', ')} (up to ${memory} GiB)`,
  ),
  'hibernation-types': define<{ types: readonly string[]; most: number }>(
    'Instance types cannot hibernate.',
    ({ types, most }) =>
      `${types.join(', ')} cannot hibernate: EC2 does not support it for ${types.length === 1 ? 'this type' : 'these types'}, or for more than ${most} GiB of memory`,
  ),
  'remedy-hibernation-image': define<None>(
    'Check the image and the permission to read it.',
    () =>
      'Check the image in the launch template and the permission ec2:DescribeImages. The root volume must be encrypted and larger than the memory',
  ),
  'remedy-hibernation-types': define<None>(
    'Name types that can hibernate, or let the pool stop its members.',
    () =>
      'Name types that "aws ec2 describe-instance-types --filters Name=hibernation-supported,Values=true" lists, or write "state: stopped"',
  ),
  'remedy-target-group': define<None>(
    'Name another target group.',
    () => 'Name a target group of type instance in the VPC of the subnets',
  ),
  'remedy-target-group-zone': define<{ zones: readonly string[] }>(
    'Enable the zones for the load balancer, or name other subnets.',
    ({ zones }) => `Enable ${zones.join(', ')} for the load balancer, or remove the subnets there from the policy`,
  ),
  'remedy-target-group-listener': define<None>(
    'Add a listener.',
    () => 'Add a listener rule that forwards to the target group',
  ),
};
export const because = makers(reasons);
