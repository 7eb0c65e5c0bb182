/** The name of an EC2 instance type, such as `c7g.large`. */
export const INSTANCE_TYPE = /^[a-z0-9-]+\.[a-z0-9-]+$/;

/** The normalized sizes of AWS, where a `small` has 1: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html */
const SIZES: Readonly<Record<string, number>> = { nano: 0.25, micro: 0.5, small: 1, medium: 2, large: 4, xlarge: 8 };
export const INSTANCE_SIZES: readonly string[] = Object.keys(SIZES);

/** How large an instance type is by its name, beside others of its kind; null if the name does not say it. */
export function sizeOfType(type: string): number | null {
  const size = type.split('.')[1] ?? '';
  const [, times] = /^(?:metal-)?(\d+)xl(?:arge)?$/.exec(size) ?? [];
  if (times !== undefined) return 8 * Number(times);
  return Object.hasOwn(SIZES, size) ? (SIZES[size] ?? null) : null;
}
