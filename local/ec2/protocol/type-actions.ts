import { invalidValue, missing } from '../errors.ts';
import { ROOT } from '../instances/images.ts';
import type { Actions } from './action.ts';
import { filtersIn, pageIn } from './parameters.ts';
import { requirementsIn } from './requirements.ts';
import { volumeXml } from './xml.ts';

const ARCHITECTURES = ['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac'];

export const typeActions: Actions = {
  DescribeInstanceTypes: (parameters) => {
    const request = {
      types: parameters.texts('InstanceType'),
      filters: filtersIn(parameters),
      page: pageIn(parameters),
    };
    return (localEc2) => {
      const page = localEc2.describeInstanceTypes(request);
      const instanceTypeSet = page.items.map(({ name, vcpus, memoryMib, architecture, ...is }) => ({
        instanceType: name,
        currentGeneration: is.isCurrent,
        vCpuInfo: vcpus === null ? null : { defaultVCpus: vcpus },
        memoryInfo: memoryMib === null ? null : { sizeInMiB: memoryMib },
        processorInfo: { supportedArchitectures: [architecture] },
        bareMetal: is.isBareMetal,
        burstablePerformanceSupported: is.isBurstable,
        hibernationSupported: is.canHibernate,
      }));
      return { instanceTypeSet, nextToken: page.nextToken };
    };
  },
  GetInstanceTypesFromInstanceRequirements: (parameters) => {
    const requirements = requirementsIn(parameters.child('InstanceRequirements'));
    if (requirements === null) throw missing('InstanceRequirements');
    const architectures = parameters.texts('ArchitectureType');
    const virtualizations = parameters.texts('VirtualizationType');
    if (architectures.length === 0) throw missing('ArchitectureType');
    if (virtualizations.length === 0) throw missing('VirtualizationType');
    const unknown = architectures.find((each) => !ARCHITECTURES.includes(each));
    if (unknown !== undefined) throw invalidValue(`Invalid value '${unknown}' for ArchitectureType.`);
    const page = pageIn(parameters);
    return (localEc2) => {
      const found = localEc2.matchingTypes({ requirements, architectures, virtualizations, page });
      return {
        instanceTypeSet: found.items.map((instanceType) => ({ instanceType })),
        nextToken: found.nextToken,
      };
    };
  },
  DescribeImages: (parameters) => {
    const request = { ids: parameters.texts('ImageId'), filters: filtersIn(parameters), page: pageIn(parameters) };
    return (localEc2) => {
      const found = localEc2.describeImages(request);
      return {
        imagesSet: found.items.map(({ id, architecture, root = ROOT }) => ({
          rootDeviceType: 'ebs',
          rootDeviceName: root.device,
          blockDeviceMapping: [volumeXml(root)],
          imageId: id,
          architecture,
          virtualizationType: 'hvm',
          imageState: 'available',
          imageType: 'machine',
        })),
        nextToken: found.nextToken,
      };
    };
  },
};
