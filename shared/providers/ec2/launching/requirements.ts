import { canonical, checksum } from '../../../model/index.ts';

export const ARCHITECTURES = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

interface Range {
  readonly min: number;
  readonly max?: number | undefined;
}

/** What instance types must have, instead of their names. */
export interface Requirements {
  readonly vcpus?: Range | undefined;
  readonly memoryGiB?: Range | undefined;
  /** Absent: those of the image. */
  readonly architectures?: readonly Architecture[] | undefined;
  readonly generation: 'current' | 'previous' | 'any';
  readonly exclude: readonly string[];
}

/**
 * A request may have so many overrides with requirements. EC2: "Your request contains more than the maximum allowed number
 * of InstanceRequirements (4)".
 */
export const MOST_IN_A_FLEET = 4;

/** Excluded types of a request: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirementsRequest.html */
export const MOST_EXCLUDED = 400;

/** Takes the place of an instance type in the keys of pools: the same for the same requirements. */
export const nameOf = (requirements: Requirements): string => `requirements-${checksum(canonical(requirements))}`;
