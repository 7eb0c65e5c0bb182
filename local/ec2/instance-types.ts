import { _InstanceType } from '@aws-sdk/client-ec2';

/** The types that the SDK's service model lists. */
export const INSTANCE_TYPES: ReadonlySet<string> = new Set(Object.values(_InstanceType));

/** Sizes up to `xlarge`, in units of the smallest. */
const UNITS: Readonly<Record<string, number>> = {
  nano: 1,
  micro: 2,
  small: 4,
  medium: 8,
  large: 16,
  xlarge: 32,
};

/**
 * What an allocation by price goes by: prices within a family double with the size, and families differ by nothing here.
 * Not dollars; only the order counts.
 */
export function relativePrice(instanceType: string): number {
  const size = instanceType.split('.')[1] ?? '';
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return Number(multiple) * 32;
  return UNITS[size] ?? 1_000;
}
