import type { InstanceRequirementsRequest } from '@aws-sdk/client-ec2';
import { type Architecture, MOST_EXCLUDED, type Requirements } from '../../launching/requirements.ts';
import type { Pool } from '../../ports.ts';

/**
 * EC2 knows no architecture as a requirement, but the manufacturer of the CPU.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirementsRequest.html
 */
const MANUFACTURERS = { x86_64: ['intel', 'amd'], arm64: ['amazon-web-services'] } as const satisfies Readonly<
  Record<Architecture, readonly string[]>
>;

/**
 * Requirements as EC2 takes them: it wants a minimum of vCPUs and memory. Types with accelerators never match: who needs
 * them names the type. What is not written stays EC2's default: no bare metal, and no burstable types.
 */
export function instanceRequirements(
  { vcpus, memoryGiB, architectures, generation, exclude }: Requirements,
  leftOut: readonly string[] = [],
): InstanceRequirementsRequest {
  const excluded = [...new Set([...exclude, ...leftOut])].slice(0, MOST_EXCLUDED);
  return {
    VCpuCount: { Min: vcpus?.min ?? 0, ...(vcpus?.max !== undefined && { Max: vcpus.max }) },
    MemoryMiB: { Min: mib(memoryGiB?.min ?? 0), ...(memoryGiB?.max !== undefined && { Max: mib(memoryGiB.max) }) },
    ...(architectures && { CpuManufacturers: architectures.flatMap((each) => MANUFACTURERS[each]) }),
    ...(generation !== 'any' && { InstanceGenerations: [generation] }),
    ...(excluded.length > 0 && { ExcludedInstanceTypes: excluded }),
    AcceleratorCount: { Max: 0 },
  };
}

/** Those of one subnet, without the types that were short there. */
export const requirementsIn = (
  requirements: Requirements,
  subnet: string,
  leftOut: readonly Pool[],
): InstanceRequirementsRequest =>
  instanceRequirements(
    requirements,
    leftOut.flatMap((pool) => (pool.subnet === subnet ? [pool.instanceType] : [])),
  );

const mib = (gib: number): number => Math.round(gib * 1024);
