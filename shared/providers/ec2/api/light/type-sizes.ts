import { items, type Node, only, text } from '../../../../aws/query/xml.ts';
import { inChunks } from '../../../../model/index.ts';
import type { InstanceType } from '../../../../rightsize/index.ts';
import type { Borrowed } from '../../../instances/call.ts';
import { type Listing, lightListing } from '../../../instances/listing.ts';
import { FILTER_VALUES_PER_CALL } from '../../../instances/seen-instance.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceTypeInfo.html */
const TYPES: Listing<InstanceType> = {
  action: 'DescribeInstanceTypes',
  set: 'instanceTypeSet',
  perPage: 100,
  read: (type) => ({
    name: text(type, 'instanceType'),
    vcpus: Number(text(only(type, 'vCpuInfo'), 'defaultVCpus')),
    memoryMiB: Number(text(only(type, 'memoryInfo'), 'sizeInMiB')),
    architectures: items(only(type, 'processorInfo'), 'supportedArchitectures').map(String),
    isBurstable: text(type, 'burstablePerformanceSupported') === 'true',
    isBareMetal: text(type, 'bareMetal') === 'true',
    accelerators: countIn(type, 'gpuInfo', 'gpus') + countIn(type, 'inferenceAcceleratorInfo', 'accelerators'),
  }),
};

const countIn = (type: Node, info: string, list: string): number =>
  items(only(type, info), list).reduce<number>((sum, each) => sum + Number(text(each, 'count')), 0);

/** The types of the region whose names match a pattern, such as `c7g.*`. Those whose size is not known are left out. */
export function instanceTypes(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const list = lightListing(borrowed, environment);
  return async (patterns: readonly string[]): Promise<InstanceType[]> => {
    const answers = inChunks([...new Set(patterns)], FILTER_VALUES_PER_CALL).map((values) =>
      list(TYPES, [{ name: 'instance-type', values }]),
    );
    return (await Promise.all(answers)).flat().filter(({ vcpus, memoryMiB }) => vcpus > 0 && memoryMiB > 0);
  };
}
