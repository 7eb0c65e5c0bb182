import { type Ec2Error, invalidValue } from '../errors.ts';
import type { Bounds, InstanceRequirements } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { vcpusOf } from './instance-types.ts';

/** What InstanceRequirements compare, derived from the name of a type as AWS forms it. Some older types differ. */
export interface TypeAttributes {
  readonly name: string;
  /** Null for a size without a number, such as `metal`. */
  readonly vcpus: number | null;
  readonly memoryMib: number | null;
  readonly architecture: 'x86_64' | 'arm64';
  readonly cpuManufacturer: 'intel' | 'amd' | 'amazon-web-services' | 'apple';
  readonly isCurrent: boolean;
  readonly isBurstable: boolean;
  readonly isBareMetal: boolean;
  readonly hasAccelerators: boolean;
  readonly canHibernate: boolean;
}

/** GiB for each vCPU, by the letters of a family. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
const MEMORY_PER_VCPU: Readonly<Record<string, number>> = {
  a: 2,
  c: 2,
  d: 8,
  f: 15.25,
  g: 4,
  h: 8,
  hpc: 4,
  i: 8,
  im: 4,
  inf: 4,
  is: 6,
  m: 4,
  p: 8,
  r: 8,
  trn: 16,
  u: 27,
  vt: 2,
  x: 16,
  z: 8,
};
const BURSTABLE_MEMORY_GIB: Readonly<Record<string, number>> = {
  nano: 0.5,
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
};
/** The first generation of a family that AWS does not call previous; 1 for others. */
const CURRENT_FROM: Readonly<Record<string, number>> = { c: 5, d: 3, g: 4, i: 3, m: 5, p: 3, r: 5, t: 2 };
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html#hibernation-prereqs-supported-instance-families */
const HIBERNATES = /^([cmr][3-8]|t[234]|i[3478]|im4gn|is4gen|x2gd)/;
const ACCELERATED = new Set(['dl', 'f', 'g', 'gr', 'inf', 'p', 'trn', 'vt']);

export function attributesOf(name: string): TypeAttributes {
  const [family = '', size = ''] = name.split('.');
  const [, letters = '', generation = '0', rest = ''] = /^([a-z]+)-?(\d*)(.*)$/.exec(family) ?? [];
  const vcpus = vcpusOf(name);
  const isBurstable = letters === 't';
  const isArm = letters === 'a' || /^(g|gd|gn|ge|gb|gen)(-|$)/.test(rest) || family === 'im4gn' || letters === 'mac2';
  const perVcpu = MEMORY_PER_VCPU[letters] ?? 4;
  const gib = isBurstable ? (BURSTABLE_MEMORY_GIB[size] ?? null) : vcpus === null ? null : vcpus * perVcpu;
  return {
    name,
    vcpus,
    memoryMib: gib === null ? null : gib * 1024,
    isBurstable,
    architecture: isArm ? 'arm64' : 'x86_64',
    cpuManufacturer: letters === 'mac' ? 'apple' : isArm ? 'amazon-web-services' : /^a/.test(rest) ? 'amd' : 'intel',
    isCurrent: Number(generation) >= (CURRENT_FROM[letters] ?? 1),
    isBareMetal: size.startsWith('metal'),
    hasAccelerators: ACCELERATED.has(letters),
    canHibernate: HIBERNATES.test(family) && !size.startsWith('metal'),
  };
}

/** The types that match requirements. `architectures`: empty: all. */
export const typesMatching = (
  { instanceTypes }: Pick<Ec2State, 'instanceTypes'>,
  requirements: InstanceRequirements,
  architectures: readonly string[],
): string[] =>
  [...instanceTypes].filter((name) => {
    const type = attributesOf(name);
    return (architectures.length === 0 || architectures.includes(type.architecture)) && isMatch(type, requirements);
  });

function isMatch(type: TypeAttributes, wanted: InstanceRequirements): boolean {
  const { cpuManufacturers, generations, excluded, allowed } = wanted;
  return (
    isWithin(type.vcpus, wanted.vcpus) &&
    isWithin(type.memoryMib, wanted.memoryMib) &&
    isWithin(type.hasAccelerators ? 1 : 0, wanted.accelerators) &&
    (cpuManufacturers.length === 0 || cpuManufacturers.includes(type.cpuManufacturer)) &&
    (generations.length === 0 || generations.includes(type.isCurrent ? 'current' : 'previous')) &&
    !excluded.some((pattern) => isLike(type.name, pattern)) &&
    (allowed.length === 0 || allowed.some((pattern) => isLike(type.name, pattern))) &&
    isIncluded(type.isBareMetal, wanted.bareMetal) &&
    isIncluded(type.isBurstable, wanted.burstable)
  );
}

const isWithin = (value: number | null, { min, max }: Bounds): boolean =>
  value !== null && value >= (min ?? 0) && value <= (max ?? Number.POSITIVE_INFINITY);

const isIncluded = (has: boolean, wanted: string): boolean => wanted === 'included' || has === (wanted === 'required');

const isLike = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);

/** The text of AWS: https://repost.aws/knowledge-center/ec2-instance-type-not-supported-az-error */
export function architectureFault(ec2State: Ec2State, instanceType: string, imageId: string): Ec2Error | null {
  const image = ec2State.images.get(imageId);
  const { architecture } = attributesOf(instanceType);
  return image === undefined || image.architecture === architecture
    ? null
    : invalidValue(
        `The architecture '${architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
      );
}
