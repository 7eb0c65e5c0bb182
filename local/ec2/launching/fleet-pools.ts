import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { relativePrice } from '../instances/instance-types.ts';
import { typesMatching } from '../instances/type-attributes.ts';
import type { FleetConfig, FleetOverride, LaunchTemplate, LaunchTemplateData, Subnet } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { defaultSubnet } from './launch.ts';
import { templateOf, versionOf } from './launch-templates.ts';
import { firstInterfaceOf } from './network.ts';

/** A capacity pool that a fleet may use: a launch template with one of its overrides. */
export interface Candidate {
  readonly template: LaunchTemplate;
  readonly version: number;
  readonly data: LaunchTemplateData;
  readonly override: FleetOverride | null;
  readonly instanceType: string | null;
  readonly subnetId: string;
  /** `null` if there is no such subnet. As on AWS, only the launch reports this. */
  readonly subnet: Subnet | null;
  readonly priority: number;
}

export function candidatesOf(ec2State: Ec2State, configs: readonly FleetConfig[]): Candidate[] {
  const all = configs.flatMap(({ template: reference, overrides }) => {
    const template = templateOf(ec2State, reference);
    // "You must specify a value, otherwise the request fails."
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FleetLaunchTemplateSpecificationRequest.html
    if (reference.version === null) throw missing('LaunchTemplateSpecification.Version');
    const { number, data } = versionOf(template, reference.version);
    return (overrides.length > 0 ? overrides.flatMap((each) => byType(ec2State, each, data)) : [null]).map(
      (override): Candidate => {
        const named = override?.subnetId ?? firstInterfaceOf(data)?.subnetId ?? null;
        const subnet =
          named === null ? defaultSubnet(ec2State, override?.zone ?? null) : (ec2State.subnets.get(named) ?? null);
        return {
          template,
          version: number,
          data,
          override,
          instanceType: override?.instanceType ?? data.instanceType,
          subnetId: subnet?.id ?? named ?? '',
          subnet,
          priority: override?.priority ?? Number.POSITIVE_INFINITY,
        };
      },
    );
  });
  rejectDuplicates(all);
  return all;
}

/** One override for each type that matches requirements and can run the image. */
function byType(ec2State: Ec2State, override: FleetOverride, data: LaunchTemplateData): FleetOverride[] {
  const { requirements } = override;
  if (requirements === null) return [override];
  const image = ec2State.images.get(override.imageId ?? data.imageId ?? '');
  const types = typesMatching(ec2State, requirements, image ? [image.architecture] : []);
  if (types.length === 0) {
    throw new Ec2Error(
      'InvalidFleetConfig',
      'No instance types match the instance requirements and the architecture of the image.',
    );
  }
  return types.map((instanceType) => ({ ...override, instanceType }));
}

/**
 * A pool is a type in a zone. Two subnets in the same zone are therefore the same pool, and EC2 rejects the request:
 * https://github.com/aws-samples/aws-plugin-for-slurm/issues/19
 */
function rejectDuplicates(candidates: readonly Candidate[]): void {
  const pools = candidates.map(({ instanceType, subnet, subnetId }) => `${instanceType} ${subnet?.zone ?? subnetId}`);
  if (new Set(pools).size < pools.length) {
    throw new Ec2Error('InvalidFleetConfig', 'The fleet configuration contains duplicate instance pools.');
  }
}

/**
 * Groups the candidates into tiers, in the order in which a fleet uses them. A fleet alternates within a tier. By price or
 * priority, each candidate is a tier of its own: a tie goes to the first one, every time.
 * https://github.com/runs-on/runs-on/issues/531
 */
export function tiersOf(candidates: readonly Candidate[], strategy: string): Candidate[][] {
  switch (strategy) {
    case 'lowest-price':
      return byRank(
        candidates,
        ({ instanceType, override }) => relativePrice(instanceType ?? '') / (override?.weight ?? 1),
      );
    case 'prioritized':
    case 'capacity-optimized-prioritized':
      return byRank(candidates, ({ priority }) => priority);
    case 'diversified':
    case 'capacity-optimized':
    case 'price-capacity-optimized':
      return [[...candidates]];
    default:
      throw invalidValue(`Invalid allocation strategy: ${strategy}`);
  }
}

/** Infinite ranks are equal. */
const byRank = (candidates: readonly Candidate[], rank: (candidate: Candidate) => number): Candidate[][] =>
  candidates.toSorted((a, b) => rank(a) - rank(b) || 0).map((candidate) => [candidate]);
