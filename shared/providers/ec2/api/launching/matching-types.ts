import {
  DescribeImagesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type InstanceTypeInfo,
  paginateDescribeInstanceTypes,
  paginateGetInstanceTypesFromInstanceRequirements,
} from '@aws-sdk/client-ec2';
import { inChunks } from '../../../../model/index.ts';
import { isRefusal } from '../../../instances/errors.ts';
import { FILTER_VALUES_PER_CALL } from '../../../instances/seen-instance.ts';
import { ARCHITECTURES, type Architecture, type Requirements } from '../../launching/requirements.ts';
import type { Ec2Launch } from '../../ports.ts';
import { instanceRequirements } from './instance-requirements.ts';

/** An instance type as EC2 describes it. */
export interface DescribedType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly architectures: readonly string[];
}

/** What types must have to run an image. */
export interface Image {
  readonly id: string;
  readonly architecture: string;
  readonly virtualization: string;
}

/** The types that match requirements and can run the image of the template, smallest first. */
export async function matchingTypes(
  client: EC2Client,
  template: Ec2Launch['launchTemplate'],
  requirements: Requirements,
): Promise<readonly DescribedType[]> {
  const image = requirements.architectures ? null : await imageOf(client, template);
  return describedTypes(client, await matchingNames(client, requirements, image));
}

/** `image`: null if it is not known; then its architecture is one of those that the requirements allow. */
export async function matchingNames(
  client: EC2Client,
  requirements: Requirements,
  image: Image | null,
): Promise<readonly string[]> {
  const allowed: readonly string[] = requirements.architectures ?? ARCHITECTURES;
  const architectures = image ? allowed.filter((each) => each === image.architecture) : allowed;
  if (architectures.length === 0) return [];
  const request = {
    ArchitectureTypes: architectures as Architecture[],
    VirtualizationTypes: [(image?.virtualization ?? 'hvm') as 'hvm'],
    InstanceRequirements: instanceRequirements(requirements),
  };
  const names: string[] = [];
  for await (const { InstanceTypes = [] } of paginateGetInstanceTypesFromInstanceRequirements({ client }, request)) {
    names.push(...InstanceTypes.flatMap(({ InstanceType }) => InstanceType ?? []));
  }
  return names;
}

/** Those of the types that exist in the region, smallest first. A filter is used because one missing type would fail a call by names. */
export async function describedTypes(client: EC2Client, names: readonly string[]): Promise<readonly DescribedType[]> {
  const found: DescribedType[] = [];
  for (const Values of inChunks(names, FILTER_VALUES_PER_CALL)) {
    const Filters = [{ Name: 'instance-type', Values: [...Values] }];
    for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, { Filters })) {
      found.push(...InstanceTypes.map(typeOf));
    }
  }
  const order = (one: DescribedType, other: DescribedType) =>
    one.vcpus - other.vcpus || one.memoryGiB - other.memoryGiB || (one.name < other.name ? -1 : 1);
  return found.toSorted(order);
}

const typeOf = ({
  InstanceType = '' as never,
  VCpuInfo,
  MemoryInfo,
  ProcessorInfo,
}: InstanceTypeInfo): DescribedType => ({
  name: InstanceType,
  vcpus: VCpuInfo?.DefaultVCpus ?? 0,
  memoryGiB: (MemoryInfo?.SizeInMiB ?? 0) / 1024,
  architectures: ProcessorInfo?.SupportedArchitectures ?? [],
});

/** The image of a template; null if EC2 does not show it. One that a parameter names is looked up. */
export async function imageOf(
  client: EC2Client,
  { id, name, version }: Ec2Launch['launchTemplate'],
): Promise<Image | null> {
  const named = id ? { LaunchTemplateId: id } : { LaunchTemplateName: name };
  try {
    const request = new DescribeLaunchTemplateVersionsCommand({ ...named, Versions: [version], ResolveAlias: true });
    const { LaunchTemplateVersions: [found] = [] } = await client.send(request);
    const imageId = found?.LaunchTemplateData?.ImageId;
    return imageId ? await describedImage(client, imageId) : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

async function describedImage(client: EC2Client, id: string): Promise<Image | null> {
  const Filters = [{ Name: 'image-id', Values: [id] }];
  const { Images: [image] = [] } = await client.send(new DescribeImagesCommand({ Filters }));
  const { Architecture: architecture, VirtualizationType: virtualization = 'hvm' } = image ?? {};
  return architecture ? { id, architecture, virtualization } : null;
}
