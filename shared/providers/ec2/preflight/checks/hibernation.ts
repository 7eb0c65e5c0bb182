import {
  type BlockDeviceMapping,
  DescribeImagesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  GetEbsEncryptionByDefaultCommand,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import {
  type Asked,
  asked,
  blocked,
  type Check,
  inChunks,
  passed,
  type Reason,
  unchecked,
  warned,
} from '../../../../model/index.ts';
import { FILTER_VALUES_PER_CALL } from '../../../instances/seen-instance.ts';
import type { Ec2Launch } from '../../ports.ts';
import type { HibernationFacts, LaunchFacts } from '../ports.ts';
import { because } from '../reasons.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html#instance-ram-size */
const MOST_MEMORY_GIB = { linux: 150, windows: 16 };

/** Whether members of a warm pool can hibernate. EC2 rejects a launch with hibernation whose instance could not. */
export function hibernationChecks(
  { group, template }: { readonly group: string; readonly template: string },
  answer: Asked<HibernationFacts>,
): Check[] {
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const { isConfigured, hasEnclave, root, isWindows, types } = answer.value;
  const most = isWindows ? MOST_MEMORY_GIB.windows : MOST_MEMORY_GIB.linux;
  const change = (text: string) => because['remedy-template-version']({ change: text });
  const problems: Check[] = [];
  const block = (reason: Reason, remedy: string) => problems.push(blocked(group, reason, change(remedy)));
  if (!isConfigured) {
    block(because['hibernation-not-configured']({ template }), 'with "HibernationOptions": { "Configured": true }');
  }
  if (hasEnclave) block(because['hibernation-with-enclave']({ template }), 'without "EnclaveOptions"');
  if (root === null) {
    problems.push(warned(group, because['hibernation-image-unknown']({}), because['remedy-hibernation-image']({})));
  } else if (!root.isEbs) {
    block(because['hibernation-root-not-ebs']({ template }), 'whose image has an EBS root volume');
  } else if (!root.isEncrypted) {
    const remedy = 'that encrypts its root volume ("Ebs": { "Encrypted": true } in "BlockDeviceMappings")';
    block(because['hibernation-root-not-encrypted']({ template }), remedy);
  }
  const named = [...types];
  const unable = named.filter(([, { isSupported, memoryGiB }]) => !isSupported || memoryGiB > most);
  const able = named.filter((each) => !unable.includes(each));
  if (unable.length > 0) {
    const reason = because['hibernation-types']({ types: unable.map(([name]) => name), most });
    const found = able.length === 0 ? blocked : warned;
    problems.push(found(group, reason, because['remedy-hibernation-types']({})));
  }
  const size = root?.isEbs ? root.sizeGiB : null;
  const large = size === null ? [] : able.filter(([, { memoryGiB }]) => memoryGiB >= size);
  if (size !== null && large.length > 0) {
    const memory = Math.max(...large.map(([, { memoryGiB }]) => memoryGiB));
    const reason = because['hibernation-root-small']({ size, types: large.map(([name]) => name), memory });
    const found = large.length === able.length ? blocked : warned;
    problems.push(found(group, reason, change(`whose root volume is larger than ${memory} GiB`)));
  }
  return problems.length > 0 ? problems : [passed(group, because['hibernation-possible']({ template }))];
}

/** Reads what hibernation needs. `types`: those that a launch may use. */
export const hibernationOn =
  (client: EC2Client): LaunchFacts['hibernation'] =>
  (launchTemplate, types) =>
    asked('ec2:DescribeLaunchTemplateVersions, ec2:DescribeImages, ec2:DescribeInstanceTypes', '*', async () => {
      const [data, found] = await Promise.all([templateData(client, launchTemplate), typesOf(client, types)]);
      const image = await imageOf(client, data.ImageId);
      const device = image?.RootDeviceName;
      const ofImage = volumeOf(image?.BlockDeviceMappings, device);
      const ofTemplate = volumeOf(data.BlockDeviceMappings, device);
      const isEncrypted = [ofTemplate, ofImage].some((each) => each?.Encrypted || each?.KmsKeyId);
      const root = image && {
        isEbs: image.RootDeviceType !== 'instance-store',
        isEncrypted: isEncrypted || (await encryptsByDefault(client)),
        sizeGiB: ofTemplate?.VolumeSize ?? ofImage?.VolumeSize ?? null,
      };
      return {
        isConfigured: data.HibernationOptions?.Configured ?? false,
        root,
        types: found,
        hasEnclave: data.EnclaveOptions?.Enabled ?? false,
        isWindows: image?.Platform?.toLowerCase() === 'windows',
      };
    });

async function templateData(client: EC2Client, { id, name, version }: Ec2Launch['launchTemplate']) {
  const named = id ? { LaunchTemplateId: id } : { LaunchTemplateName: name };
  const request = new DescribeLaunchTemplateVersionsCommand({ ...named, Versions: [version], ResolveAlias: true });
  const { LaunchTemplateVersions: [found] = [] } = await client.send(request);
  return found?.LaunchTemplateData ?? {};
}

async function imageOf(client: EC2Client, id: string | undefined) {
  if (id === undefined) return null;
  const Filters = [{ Name: 'image-id', Values: [id] }];
  const { Images: [image = null] = [] } = await client.send(new DescribeImagesCommand({ Filters }));
  return image;
}

type Mapping = Pick<BlockDeviceMapping, 'DeviceName'> & {
  readonly Ebs?: Pick<NonNullable<BlockDeviceMapping['Ebs']>, 'Encrypted' | 'VolumeSize' | 'KmsKeyId'> | undefined;
};
const volumeOf = (mappings: readonly Mapping[] = [], device: string | undefined) =>
  mappings.find(({ DeviceName }) => DeviceName === device)?.Ebs;

async function typesOf(client: EC2Client, names: readonly string[]): Promise<HibernationFacts['types']> {
  const found = new Map<string, { isSupported: boolean; memoryGiB: number }>();
  for (const Values of inChunks(names, FILTER_VALUES_PER_CALL)) {
    const Filters = [{ Name: 'instance-type', Values: [...Values] }];
    for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, { Filters })) {
      for (const { InstanceType: name = '', HibernationSupported: isSupported = false, MemoryInfo } of InstanceTypes) {
        found.set(name, { isSupported, memoryGiB: (MemoryInfo?.SizeInMiB ?? 0) / 1024 });
      }
    }
  }
  return found;
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html */
async function encryptsByDefault(client: EC2Client): Promise<boolean> {
  const { EbsEncryptionByDefault = false } = await client.send(new GetEbsEncryptionByDefaultCommand({}));
  return EbsEncryptionByDefault;
}
