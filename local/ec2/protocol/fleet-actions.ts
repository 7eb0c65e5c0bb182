import { invalidValue, missing } from '../errors.ts';
import type { FleetRequest } from '../launching/fleet.ts';
import type { Candidate } from '../launching/fleet-pools.ts';
import type { FleetConfig } from '../model.ts';
import type { Actions } from './action.ts';
import { keptFleet } from './kept-fleet-actions.ts';
import { marketIn, type Parameters, tagSpecificationsIn, templateIn } from './parameters.ts';
import { requirementsIn, requirementsXml } from './requirements.ts';
import type { Xml } from './xml.ts';

export const fleetActions: Actions = {
  CreateFleet: (parameters) => {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleet.html: maintain is the default.
    const type = parameters.text('Type') ?? 'maintain';
    if (type !== 'instant') {
      const written = parameters.list('LaunchTemplateConfigs');
      const weights = written.flatMap((config) =>
        config.list('Overrides').map((override) => override.number('WeightedCapacity')),
      );
      return keptFleet(parameters, type, written.map(configIn), weights);
    }
    const target = parameters.child('TargetCapacitySpecification');
    const total = target?.number('TotalTargetCapacity') ?? null;
    if (target === null || total === null) throw missing('TargetCapacitySpecification.TotalTargetCapacity');
    const spotOptions = parameters.child('SpotOptions');
    const onDemandOptions = parameters.child('OnDemandOptions');
    spotOptions?.passOver('InstanceInterruptionBehavior');
    const request = {
      clientToken: parameters.text('ClientToken'),
      type,
      total,
      onDemand: target.number('OnDemandTargetCapacity') ?? 0,
      spot: target.number('SpotTargetCapacity') ?? 0,
      defaultMarket: defaultMarketIn(target.text('DefaultTargetCapacityType')),
      onDemandStrategy: onDemandOptions?.text('AllocationStrategy') ?? 'lowest-price',
      reservationsFirst: reservationsFirstIn(onDemandOptions),
      spotStrategy: spotOptions?.text('AllocationStrategy') ?? 'lowest-price',
      configs: parameters.list('LaunchTemplateConfigs').map(configIn),
      tagSpecifications: tagSpecificationsIn(parameters),
    };
    return (localEc2) => {
      const answer = localEc2.createFleet(request);
      return {
        fleetId: answer.fleetId,
        errorSet: answer.errors.map(({ candidate, market, error }) => ({
          launchTemplateAndOverrides: chosen(candidate),
          lifecycle: market,
          errorCode: error.code,
          errorMessage: error.message,
        })),
        fleetInstanceSet: answer.launches.map(({ candidate, market, ids }) => ({
          launchTemplateAndOverrides: chosen(candidate),
          lifecycle: market,
          instanceIds: ids,
          instanceType: candidate.instanceType,
          availabilityZone: candidate.subnet?.zone ?? null,
          availabilityZoneId: candidate.subnet?.zoneId ?? null,
          subnetId: candidate.subnetId,
        })),
      };
    };
  },
};

const configIn = (config: Parameters): FleetConfig => {
  const template = config.child('LaunchTemplateSpecification');
  if (template === null) throw missing('LaunchTemplateConfigs.LaunchTemplateSpecification');
  return {
    template: templateIn(template),
    overrides: config.list('Overrides').map((override) => ({
      instanceType: override.text('InstanceType'),
      requirements: requirementsIn(override.child('InstanceRequirements')),
      weight: override.number('WeightedCapacity'),
      imageId: override.text('ImageId'),
      subnetId: override.text('SubnetId'),
      zone: override.text('AvailabilityZone'),
      priority: override.number('Priority'),
    })),
  };
};

const defaultMarketIn = (value: string | null): FleetRequest['defaultMarket'] =>
  value === 'capacity-block' ? value : marketIn(value, 'on-demand');

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CapacityReservationOptionsRequest.html */
function reservationsFirstIn(options: Parameters | null): boolean {
  const strategy = options?.child('CapacityReservationOptions')?.text('UsageStrategy') ?? null;
  if (strategy === null) return false;
  if (strategy === 'use-capacity-reservations-first') return true;
  throw invalidValue(`Invalid UsageStrategy: ${strategy}`);
}

const chosen = (candidate: Candidate): Xml => ({
  launchTemplateSpecification: { launchTemplateId: candidate.template.id, version: String(candidate.version) },
  overrides: {
    // Of requirements, EC2 shows the type only beside the instances.
    instanceType: candidate.override?.requirements ? null : candidate.instanceType,
    instanceRequirements: candidate.override?.requirements ? requirementsXml(candidate.override.requirements) : null,
    subnetId: candidate.subnetId,
    availabilityZone: candidate.subnet?.zone ?? candidate.override?.zone ?? null,
    imageId: candidate.override?.imageId ?? null,
    priority: candidate.override?.priority ?? null,
  },
});
