import { only, text } from '../../../aws/query/xml.ts';
import { inChunks } from '../../../model/index.ts';
import type { List, Listing } from '../../instances/listing.ts';
import { FILTER_VALUES_PER_CALL } from '../../instances/seen-instance.ts';

interface SizedType {
  readonly name: string;
  readonly vcpus: number;
}
const TYPES: Listing<SizedType> = {
  action: 'DescribeInstanceTypes',
  set: 'instanceTypeSet',
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html
  perPage: 100,
  read: (type) => ({
    name: text(type, 'instanceType'),
    vcpus: Number(text(only(type, 'vCpuInfo'), 'defaultVCpus')),
  }),
};

/**
 * Whether the quota of Standard instances (A, C, D, H, I, M, R, T and Z) includes a type. Other types start with these
 * letters, too (dl1, hpc7g, inf2, mac2, trn1), but without a number after the first letter. im4gn and is4gen are not
 * recognized.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
 */
export const isStandard = (instanceType: string): boolean => /^[acdhimrtz]\d/.test(instanceType);

/** Returns the vCPUs of instance types, without unknown types. They never change, so a process reads each type once. */
export function vcpusByType(list: List): (types: readonly string[]) => Promise<Map<string, number>> {
  const known = new Map<string, number>();
  return async (types) => {
    const unknown = types.filter((type) => !known.has(type));
    // A filter is used because one type that the region lacks would fail a call by names.
    const answers = inChunks(unknown, FILTER_VALUES_PER_CALL).map((values) =>
      list(TYPES, [{ name: 'instance-type', values }]),
    );
    for (const { name, vcpus } of (await Promise.all(answers)).flat()) if (vcpus > 0) known.set(name, vcpus);
    return new Map([...known].filter(([type]) => types.includes(type)));
  };
}
