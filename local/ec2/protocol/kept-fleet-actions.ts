import { invalidValue, missing } from '../errors.ts';
import { activityOf } from '../fleets/describe.ts';
import { EVENT_TYPES, type ExcessPolicy, type Fleet, fulfilled, totalOf } from '../fleets/model.ts';
import type { FleetConfig } from '../model.ts';
import type { Action, Actions } from './action.ts';
import { filtersIn, marketIn, type Parameters, pageIn, tagSpecificationsIn } from './parameters.ts';
import { isoTime, tagSet, type Xml } from './xml.ts';

/** CreateFleet of a fleet that launches later, by itself. */
export function keptFleet(
  parameters: Parameters,
  type: string,
  configs: readonly FleetConfig[],
  weights: readonly (number | null)[],
): ReturnType<Action> {
  if (type !== 'maintain' && type !== 'request') throw invalidValue(`Invalid value '${type}' for Type.`);
  const target = targetIn(parameters);
  if (target === null) throw missing('TargetCapacitySpecification.TotalTargetCapacity');
  const unitType = parameters.child('TargetCapacitySpecification')?.text('TargetCapacityUnitType') ?? 'units';
  const spotOptions = parameters.child('SpotOptions');
  spotOptions?.passOver('InstanceInterruptionBehavior');
  const validUntil = parameters.text('ValidUntil');
  const request = {
    clientToken: parameters.text('ClientToken'),
    type,
    configs,
    weights,
    unitType,
    total: target.total,
    onDemand: target.onDemand,
    spot: target.spot,
    defaultMarket: target.defaultMarket ?? 'on-demand',
    onDemandStrategy: parameters.child('OnDemandOptions')?.text('AllocationStrategy') ?? 'lowest-price',
    spotStrategy: spotOptions?.text('AllocationStrategy') ?? 'lowest-price',
    tagSpecifications: tagSpecificationsIn(parameters),
    excess: excessIn(parameters) ?? 'termination',
    replacesUnhealthy: parameters.flag('ReplaceUnhealthyInstances') ?? false,
    validUntil: validUntil === null ? null : Date.parse(validUntil),
    endsInstances: parameters.flag('TerminateInstancesWithExpiration') ?? false,
  };
  return (localEc2) => ({ fleetId: localEc2.requestFleet(request).id });
}

export const keptFleetActions: Actions = {
  DescribeFleets: (parameters) => {
    const request = { ids: parameters.texts('FleetId'), filters: filtersIn(parameters), page: pageIn(parameters) };
    return (localEc2) => {
      const page = localEc2.describeFleets(request);
      return { fleetSet: page.items.map(shownFleet), nextToken: page.nextToken };
    };
  },
  DescribeFleetInstances: (parameters) => {
    const [id, page] = [parameters.required('FleetId'), pageIn(parameters)];
    return (localEc2) => {
      const { items, nextToken } = localEc2.describeFleetInstances(id, page);
      const activeInstanceSet = items.map((each) => ({
        instanceId: each.id,
        instanceType: each.instanceType,
        instanceHealth: each.isHealthy ? 'healthy' : 'unhealthy',
      }));
      return { fleetId: id, activeInstanceSet, nextToken };
    };
  },
  DescribeFleetHistory: (parameters) => {
    const [id, type] = [parameters.required('FleetId'), parameters.text('EventType')];
    if (type !== null && !EVENT_TYPES.has(type)) throw invalidValue(`'${type}' is not a type of fleet events.`);
    const from = Date.parse(parameters.required('StartTime'));
    pageIn(parameters);
    return (localEc2) => ({
      fleetId: id,
      historyRecordSet: localEc2.describeFleetHistory(id, from, type).map((event) => ({
        eventType: event.type,
        timestamp: isoTime(event.at),
        eventInformation: {
          eventSubType: event.subType,
          eventDescription: event.description,
          instanceId: event.instanceId,
        },
      })),
    });
  },
  ModifyFleet: (parameters) => {
    const change = {
      id: parameters.required('FleetId'),
      target: targetIn(parameters),
      excess: excessIn(parameters),
    };
    return (localEc2) => {
      localEc2.modifyFleet(change);
      return { return: true };
    };
  },
  DeleteFleets: (parameters) => {
    const ids = parameters.texts('FleetId');
    const endsInstances = parameters.flag('TerminateInstances');
    if (endsInstances === null) throw missing('TerminateInstances');
    return (localEc2) => ({
      successfulFleetDeletionSet: localEc2.deleteFleets(ids, endsInstances).map((each) => ({
        fleetId: each.id,
        previousFleetState: each.before,
        currentFleetState: each.now,
      })),
    });
  },
};

function targetIn(parameters: Parameters) {
  const target = parameters.child('TargetCapacitySpecification');
  if (target === null) return null;
  const total = target.number('TotalTargetCapacity');
  if (total === null) throw missing('TargetCapacitySpecification.TotalTargetCapacity');
  const market = target.text('DefaultTargetCapacityType');
  return {
    total,
    onDemand: target.number('OnDemandTargetCapacity'),
    spot: target.number('SpotTargetCapacity'),
    defaultMarket: market === null ? null : marketIn(market, 'on-demand'),
  };
}

function excessIn(parameters: Parameters): ExcessPolicy | null {
  const written = parameters.text('ExcessCapacityTerminationPolicy');
  if (written === null || written === 'termination' || written === 'no-termination') return written;
  throw invalidValue(`Invalid value '${written}' for ExcessCapacityTerminationPolicy.`);
}

const shownFleet = (fleet: Fleet): Xml => {
  const { request, target } = fleet;
  let override = 0;
  return {
    fleetId: fleet.id,
    fleetState: fleet.state,
    activityStatus: activityOf(fleet),
    type: request.type,
    createTime: isoTime(fleet.createdAt),
    clientToken: request.clientToken,
    excessCapacityTerminationPolicy: fleet.excess,
    fulfilledCapacity: fulfilled(fleet, 'on-demand') + fulfilled(fleet, 'spot'),
    fulfilledOnDemandCapacity: fulfilled(fleet, 'on-demand'),
    targetCapacitySpecification: {
      totalTargetCapacity: totalOf(target),
      onDemandTargetCapacity: target['on-demand'],
      spotTargetCapacity: target.spot,
      defaultTargetCapacityType: request.defaultMarket,
      targetCapacityUnitType: request.unitType === 'units' ? null : request.unitType,
    },
    launchTemplateConfigs: request.configs.map(({ template, overrides }) => ({
      launchTemplateSpecification: {
        launchTemplateId: template.id,
        launchTemplateName: template.name,
        version: template.version,
      },
      overrides: overrides.map((each) => ({
        instanceType: each.instanceType,
        subnetId: each.subnetId,
        availabilityZone: each.zone,
        priority: each.priority,
        weightedCapacity: request.weights[override++] ?? null,
      })),
    })),
    replaceUnhealthyInstances: request.replacesUnhealthy,
    terminateInstancesWithExpiration: request.endsInstances,
    validUntil: request.validUntil === null ? null : isoTime(request.validUntil),
    spotOptions: { allocationStrategy: request.spotStrategy },
    tagSet: tagSet(fleet.tags),
    onDemandOptions: { allocationStrategy: request.onDemandStrategy },
  };
};
