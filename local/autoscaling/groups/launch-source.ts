import { Ec2Error } from '../../ec2/index.ts';
import { invalid } from '../errors.ts';
import type { LaunchSource } from '../model.ts';
import type { State } from '../state.ts';

/** Strategies of a mixed instances policy: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html */
const ON_DEMAND = ['prioritized', 'lowest-price'];
const SPOT = ['price-capacity-optimized', 'capacity-optimized', 'capacity-optimized-prioritized', 'lowest-price'];

/** Rejects a launch source that could never launch. AWS checks the template with EC2 when you create a group. */
export function checkLaunchSource(state: State, source: LaunchSource): void {
  const { template } = source;
  if ((template.id === null) === (template.name === null)) {
    throw invalid('Valid requests must contain either launchTemplateId or LaunchTemplateName');
  }
  const data = ((): { imageId: string | null; instanceType: string | null } => {
    try {
      return state.ec2.resolvedTemplate(template).data;
    } catch (error) {
      if (error instanceof Ec2Error) throw notFullyFormed(error.message);
      throw error;
    }
  })();
  if (data.imageId === null) throw notFullyFormed('The request must contain the parameter ImageId');
  const overrides = source.kind === 'mixed' ? source.overrides : [];
  if (data.instanceType === null && overrides.length === 0) {
    throw notFullyFormed('The request must contain the parameter InstanceType');
  }
  if (source.kind !== 'mixed') return;
  for (const { instanceType } of overrides) {
    if (!state.ec2.instanceTypes.has(instanceType)) {
      throw notFullyFormed(`Invalid instance type '${instanceType}'`);
    }
  }
  if (new Set(overrides.map(({ instanceType }) => instanceType)).size < overrides.length) {
    throw invalid('Duplicate instance types in the launch template overrides.');
  }
  // "If you specify a value for WeightedCapacity for one instance type, you must specify … for all instance types."
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups-instance-weighting.html
  const weights = overrides.flatMap(({ weight }) => weight ?? []);
  if (weights.length > 0 && weights.length < overrides.length) {
    throw invalid('You must specify a weight for all instance types or for none.');
  }
  const { onDemandStrategy, spotStrategy, onDemandBase, onDemandPercent } = source.distribution;
  if (!ON_DEMAND.includes(onDemandStrategy)) throw invalid(`Invalid OnDemandAllocationStrategy: ${onDemandStrategy}`);
  if (!SPOT.includes(spotStrategy)) throw invalid(`Invalid SpotAllocationStrategy: ${spotStrategy}`);
  if (onDemandBase < 0) throw invalid('OnDemandBaseCapacity must not be negative.');
  if (onDemandPercent < 0 || onDemandPercent > 100) {
    throw invalid('OnDemandPercentageAboveBaseCapacity must be between 0 and 100.');
  }
}

const notFullyFormed = (why: string) => invalid(`You must use a valid fully-formed launch template. ${why}`);
