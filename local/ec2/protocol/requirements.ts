import { Ec2Error, invalidValue, missing } from '../errors.ts';
import type { Bounds, InstanceRequirements } from '../model.ts';
import type { Parameters } from './parameters.ts';
import type { Xml } from './xml.ts';

const INCLUSION = ['included', 'required', 'excluded'];

/**
 * `InstanceRequirements`, with the defaults of AWS. Those that the stand-in does not know are rejected with all unknown
 * parameters. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirementsRequest.html
 */
export function requirementsIn(written: Parameters | null): InstanceRequirements | null {
  if (written === null) return null;
  const read = {
    vcpus: boundsIn(written, 'VCpuCount', true),
    memoryMib: boundsIn(written, 'MemoryMiB', true),
    cpuManufacturers: written.texts('CpuManufacturer'),
    generations: written.texts('InstanceGeneration'),
    excluded: written.texts('ExcludedInstanceType'),
    allowed: written.texts('AllowedInstanceType'),
    bareMetal: inclusionIn(written, 'BareMetal'),
    burstable: inclusionIn(written, 'BurstablePerformance'),
    accelerators: boundsIn(written, 'AcceleratorCount', false),
  };
  if (read.excluded.length > 0 && read.allowed.length > 0) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'AllowedInstanceTypes and ExcludedInstanceTypes cannot be specified in the same request.',
    );
  }
  for (const pattern of [...read.excluded, ...read.allowed]) {
    if (!/^[a-zA-Z0-9.*-]{1,30}$/.test(pattern)) throw invalidValue(`Invalid instance type pattern: ${pattern}`);
  }
  if (Math.max(read.excluded.length, read.allowed.length) > 400) {
    throw invalidValue('At most 400 instance types can be excluded or allowed.');
  }
  return read;
}

function boundsIn(written: Parameters, name: string, isRequired: boolean): Bounds {
  const range = written.child(name);
  const bounds = { min: range?.number('Min') ?? null, max: range?.number('Max') ?? null };
  if (isRequired && bounds.min === null) throw missing(`InstanceRequirements.${name}.Min`);
  if (bounds.min !== null && bounds.min < 0) throw invalidValue(`${name}.Min must not be negative.`);
  if (bounds.min !== null && bounds.max !== null && bounds.min > bounds.max) {
    throw invalidValue(
      `The minimum value of ${name} (${bounds.min}) must not exceed the maximum value (${bounds.max}).`,
    );
  }
  return bounds;
}

function inclusionIn(written: Parameters, name: string): string {
  const value = written.text(name) ?? 'excluded';
  if (!INCLUSION.includes(value)) throw invalidValue(`Invalid value '${value}' for ${name}.`);
  return value;
}

export const requirementsXml = ({ vcpus, memoryMib, accelerators, ...rest }: InstanceRequirements): Xml => ({
  vCpuCount: { ...vcpus },
  memoryMiB: { ...memoryMib },
  cpuManufacturerSet: [...rest.cpuManufacturers],
  excludedInstanceTypeSet: [...rest.excluded],
  instanceGenerationSet: [...rest.generations],
  bareMetal: rest.bareMetal,
  burstablePerformance: rest.burstable,
  acceleratorCount: { ...accelerators },
});
