import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type LaunchTemplateVersion,
  paginateDescribeInstanceTypes,
  type Subnet as SubnetDescription,
} from '@aws-sdk/client-ec2';
import { asked } from '../../../../model/index.ts';
import { codeOf } from '../../../instances/errors.ts';
import { describedTypes, imageOf, matchingNames } from '../../api/launching/matching-types.ts';
import type { LaunchFacts, Subnet, Template } from '../ports.ts';
import { routedOut } from './routes.ts';

const NO_TEMPLATE = /^InvalidLaunchTemplate(Name|Id)\./;

/** What a preflight reads of EC2. Filters are used, because one missing id would fail a call by ids. */
export function ec2Reads(
  client: EC2Client,
): Pick<LaunchFacts, 'template' | 'subnets' | 'routedOut' | 'matching' | 'described' | 'offerings' | 'vcpus'> {
  return {
    template: ({ name, id, version }) =>
      asked('ec2:DescribeLaunchTemplateVersions', '*', async () => {
        const named = id ? { LaunchTemplateId: id } : { LaunchTemplateName: name };
        const request = new DescribeLaunchTemplateVersionsCommand({ ...named, Versions: [version] });
        try {
          const [found] = (await client.send(request)).LaunchTemplateVersions ?? [];
          return found ? templateOf(found) : null;
        } catch (error) {
          if (NO_TEMPLATE.test(codeOf(error))) return null;
          throw error;
        }
      }),

    subnets: (ids) =>
      asked('ec2:DescribeSubnets', '*', async () => {
        const Filters = [{ Name: 'subnet-id', Values: [...ids] }];
        const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({ Filters }));
        return Subnets.map(subnetOf).filter(({ id }) => ids.includes(id));
      }),

    routedOut: (subnets) => asked('ec2:DescribeRouteTables', '*', () => routedOut(client, subnets)),

    matching: (launchTemplate, requirements) =>
      asked('ec2:GetInstanceTypesFromInstanceRequirements', '*', async () => {
        const image = await imageOf(client, launchTemplate);
        return { image, types: await matchingNames(client, requirements, image) };
      }),

    described: (launchTemplate, types) =>
      asked('ec2:DescribeLaunchTemplateVersions, ec2:DescribeImages, ec2:DescribeInstanceTypes', '*', async () => {
        const [image, found] = await Promise.all([imageOf(client, launchTemplate), describedTypes(client, types)]);
        return { image, types: found };
      }),

    offerings: (types) =>
      asked('ec2:DescribeInstanceTypeOfferings', '*', async () => {
        const Filters = [{ Name: 'instance-type', Values: [...types] }];
        const request = { LocationType: 'availability-zone' as const, Filters };
        const { InstanceTypeOfferings = [] } = await client.send(new DescribeInstanceTypeOfferingsCommand(request));
        const zones = new Map<string, Set<string>>(types.map((type) => [type, new Set()]));
        for (const { InstanceType: type = '', Location = '' } of InstanceTypeOfferings) zones.get(type)?.add(Location);
        return zones;
      }),

    vcpus: (types) =>
      asked('ec2:DescribeInstanceTypes', '*', async () => {
        const found = new Map<string, number>();
        const Filters = [{ Name: 'instance-type', Values: [...types] }];
        for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, { Filters })) {
          for (const { InstanceType: type = '', VCpuInfo } of InstanceTypes) {
            if (VCpuInfo?.DefaultVCpus) found.set(type, VCpuInfo.DefaultVCpus);
          }
        }
        return found;
      }),
  };
}

function templateOf({ VersionNumber, LaunchTemplateData: data = {} }: LaunchTemplateVersion): Template {
  const { Name: profileName, Arn: profileArn } = data.IamInstanceProfile ?? {};
  const keys = (data.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.KmsKeyId ?? []);
  return {
    version: String(VersionNumber ?? ''),
    image: data.ImageId ?? null,
    // The last part of the ARN is the name.
    profile: profileName ?? profileArn?.split('/').at(-1) ?? null,
    shutdown: data.InstanceInitiatedShutdownBehavior === 'terminate' ? 'terminate' : 'stop',
    hasMarketOptions: data.InstanceMarketOptions !== undefined,
    isForCapacityBlock: data.InstanceMarketOptions?.MarketType === 'capacity-block',
    tags: (data.TagSpecifications ?? []).flatMap(({ ResourceType = 'instance', Tags = [] }) =>
      Tags.map(({ Key = '' }) => ({ resource: ResourceType, key: Key })),
    ),
    keys: [...new Set(keys)].filter((key) => !/alias\/aws\//.test(key)),
  };
}

const subnetOf = ({
  SubnetId,
  AvailabilityZone,
  VpcId,
  AvailableIpAddressCount,
  Ipv6Native,
}: SubnetDescription): Subnet => ({
  id: SubnetId ?? '',
  zone: AvailabilityZone ?? '',
  vpc: VpcId ?? '',
  free: Ipv6Native ? null : (AvailableIpAddressCount ?? 0),
});
