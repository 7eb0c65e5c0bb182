/** An instance type, as far as its size matters. */
export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architectures: readonly string[];
  /** Whether its CPU is limited by credits. */
  readonly isBurstable: boolean;
  readonly isBareMetal: boolean;
  /** GPUs and other accelerators. */
  readonly accelerators: number;
}

const MIB = 1024 * 1024;
export const GIB = 1024 * MIB;
export const memoryOf = ({ memoryMiB }: InstanceType): number => memoryMiB * MIB;

/** Classes whose vCPUs are the same in one generation of one processor, and differ in memory: compute, general, memory. */
const CLASSES = ['c', 'm', 'r'];

/**
 * The families in which a group may find its size: those of its types, and their siblings with more or less memory for each
 * vCPU. The vCPUs of other generations or processors do other work, so measured usage says little about them.
 */
export function familiesOf(types: readonly string[]): string[] {
  const families = types.flatMap((type) => {
    const family = type.split('.')[0] ?? '';
    const [, letters = '', rest = ''] = /^([a-z]+)(\d.*)$/.exec(family) ?? [];
    return CLASSES.includes(letters) ? CLASSES.map((each) => `${each}${rest}`) : [family];
  });
  return [...new Set(families)].sort();
}

/**
 * The share of its vCPUs that a burstable type may use all the time.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
 */
const BASELINES: Readonly<Record<string, number>> = {
  nano: 0.05,
  micro: 0.1,
  small: 0.2,
  medium: 0.2,
  large: 0.3,
  xlarge: 0.4,
  '2xlarge': 0.4,
};
/** The largest types of the second generation have less. */
const OLD_BASELINES: Readonly<Record<string, number>> = { 't2.xlarge': 0.225, 't2.2xlarge': 0.17 };
/** Of a burstable type that is not in the list. */
const LEAST_BASELINE = 0.05;

/** The cores that a worker may use all the time. */
export function sustainedCores({ name, vcpus, isBurstable }: InstanceType): number {
  if (!isBurstable) return vcpus;
  return vcpus * (OLD_BASELINES[name] ?? BASELINES[name.split('.')[1] ?? ''] ?? LEAST_BASELINE);
}
