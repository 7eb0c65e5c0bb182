import { inChunks } from '../../../aws/chunks.ts';
import { only, text } from '../../../aws/query/xml.ts';
import type { List, Listing } from './light/listing.ts';
import { FILTER_VALUES_PER_CALL } from './seen-instance.ts';

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
 * Types that the quotas of the Standard classes count: A, C, D, H, I, M, R, T and Z. Others begin with these letters too
 * (dl1, hpc7g, inf2, mac2, trn1), but only here a number follows at once. Types of quotas of their own are left out, and
 * so are im4gn and is4gen.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
 */
export const isStandard = (instanceType: string): boolean => /^[acdhimrtz]\d/.test(instanceType);

/** vCPUs of types, by the type; they never change, so each is asked for once a process. An unknown type is left out. */
export function vcpusByType(list: List): (types: readonly string[]) => Promise<Map<string, number>> {
  const known = new Map<string, number>();
  return async (types) => {
    const unknown = types.filter((type) => !known.has(type));
    // By filter, not by name: one that the region has not got would fail the call for all.
    const answers = inChunks(unknown, FILTER_VALUES_PER_CALL).map((values) =>
      list(TYPES, [{ name: 'instance-type', values }]),
    );
    for (const { name, vcpus } of (await Promise.all(answers)).flat()) if (vcpus > 0) known.set(name, vcpus);
    return new Map([...known].filter(([type]) => types.includes(type)));
  };
}
