import { _InstanceType } from '@aws-sdk/client-ec2';

/** The instance types in the SDK's service model. */
export const INSTANCE_TYPES: ReadonlySet<string> = new Set(Object.values(_InstanceType));

/** Sizes up to `xlarge`, as multiples of `nano`. */
const UNITS: Readonly<Record<string, number>> = {
  nano: 1,
  micro: 2,
  small: 4,
  medium: 8,
  large: 16,
  xlarge: 32,
};

/**
 * A price for allocation strategies. It doubles with the size and ignores the family. It is not in dollars: only the
 * order matters.
 */
export function relativePrice(instanceType: string): number {
  const size = instanceType.split('.')[1] ?? '';
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return Number(multiple) * 32;
  return UNITS[size] ?? 1_000;
}

const VCPUS: Readonly<Record<string, number>> = { nano: 1, micro: 1, small: 1, medium: 1, large: 2, xlarge: 4 };
/** Burstable types since the third generation have two vCPUs in every size up to `large`. */
const TWO_AT_LEAST = /^t(3|3a|4g)\./;

/**
 * Derives the vCPUs from the size, as in current families; some older types differ. Returns null for a size without a
 * number, such as `metal`.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 */
export function vcpusOf(instanceType: string): number | null {
  const size = instanceType.split('.')[1] ?? '';
  const multiple = /^(?:metal-)?(\d+)xl(?:arge)?$/.exec(size)?.[1];
  if (multiple !== undefined) return Number(multiple) * 4;
  if (instanceType === 't2.medium' || TWO_AT_LEAST.test(instanceType)) return Math.max(2, VCPUS[size] ?? 0);
  return VCPUS[size] ?? null;
}
