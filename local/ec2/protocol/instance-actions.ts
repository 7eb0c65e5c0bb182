import { groupedBy } from '../../../shared/model/index.ts';
import { Ec2Error, missing } from '../errors.ts';
import type { CheckResult } from '../instances/instance-status.ts';
import type { StateChange } from '../instances/instances.ts';
import { type InstanceState, STATE_CODE } from '../instances/lifecycle.ts';
import type { Market } from '../model.ts';
import type { ShownInstance } from '../state.ts';
import type { Actions } from './action.ts';
import {
  filtersIn,
  marketOptionsIn,
  networkInterfacesIn,
  type Parameters,
  pageIn,
  shutdownBehaviorIn,
  tagSpecificationsIn,
  templateIn,
} from './parameters.ts';
import { isoTime, tagSet, type Xml } from './xml.ts';

export const instanceActions: Actions = {
  DescribeInstances: (parameters) => {
    const request = instancesIn(parameters);
    return (localEc2) => {
      const page = localEc2.describeInstances(request);
      return { reservationSet: reservations(page.items), nextToken: page.nextToken };
    };
  },
  DescribeInstanceStatus: (parameters) => {
    const request = { ...instancesIn(parameters), all: parameters.flag('IncludeAllInstances') ?? false };
    return (localEc2) => {
      const page = localEc2.describeInstanceStatus(request);
      const set = page.items.map(({ instance, check }) => ({
        instanceId: instance.id,
        availabilityZone: instance.zone,
        instanceState: state(instance.state),
        systemStatus: checks(check),
        instanceStatus: checks(check),
      }));
      return { instanceStatusSet: set, nextToken: page.nextToken };
    };
  },
  TerminateInstances: (parameters) => {
    const ids = parameters.texts('InstanceId');
    return (localEc2) => changes(localEc2.terminateInstances(ids));
  },
  StopInstances: (parameters) => {
    const ids = parameters.texts('InstanceId');
    const hibernate = parameters.flag('Hibernate') ?? false;
    parameters.passOver('Force');
    return (localEc2) => changes(localEc2.stopInstances(ids, hibernate));
  },
  StartInstances: (parameters) => {
    const ids = parameters.texts('InstanceId');
    return (localEc2) => changes(localEc2.startInstances(ids));
  },
  RunInstances: (parameters) => {
    const template = parameters.child('LaunchTemplate');
    const placement = parameters.child('Placement');
    const request = {
      clientToken: parameters.text('ClientToken'),
      minCount: countIn(parameters, 'MinCount'),
      maxCount: countIn(parameters, 'MaxCount'),
      template: template === null ? null : templateIn(template),
      instanceType: parameters.text('InstanceType'),
      imageId: parameters.text('ImageId'),
      subnetId: parameters.text('SubnetId'),
      zone: placement?.text('AvailabilityZone') ?? null,
      securityGroups: parameters.texts('SecurityGroupId'),
      networkInterfaces: networkInterfacesIn(parameters),
      market: marketIn(marketOptionsIn(parameters)),
      disableApiTermination: parameters.flag('DisableApiTermination'),
      shutdownBehavior: shutdownBehaviorIn(parameters),
      tagSpecifications: tagSpecificationsIn(parameters),
    };
    return (localEc2) => {
      const launched = localEc2.runInstances(request);
      return { ...reservation(launched), requesterId: null };
    };
  },
};

/** A Capacity Block is named by the launch template alone: Headcount's requests never do. */
function marketIn(market: ReturnType<typeof marketOptionsIn>): Market | null {
  if (market !== 'capacity-block') return market;
  throw new Ec2Error('UnsupportedOperation', 'Capacity Blocks are named by launch templates in this stand-in.');
}

const countIn = (parameters: Parameters, name: string): number => {
  const count = parameters.number(name);
  if (count === null) throw missing(name);
  return count;
};

const instancesIn = (parameters: Parameters) => ({
  ids: parameters.texts('InstanceId'),
  filters: filtersIn(parameters),
  page: pageIn(parameters),
});

const changes = (all: readonly StateChange[]): { readonly [element: string]: Xml } => ({
  instancesSet: all.map(({ before, after }) => ({
    instanceId: after.id,
    currentState: state(after.state),
    previousState: state(before.state),
  })),
});

const reservations = (instances: readonly ShownInstance[]): Xml =>
  [...groupedBy(instances, ({ reservationId }) => reservationId).values()].map(reservation);

const reservation = (instances: readonly ShownInstance[]): { readonly [element: string]: Xml } => ({
  reservationId: instances[0]?.reservationId ?? null,
  ownerId: '000000000000',
  groupSet: [],
  instancesSet: instances.map(instanceXml),
});

const instanceXml = (instance: ShownInstance, index: number): Xml => ({
  instanceId: instance.id,
  imageId: instance.imageId,
  instanceState: state(instance.state),
  privateDnsName: `ip-${instance.privateIp.replaceAll('.', '-')}.ec2.internal`,
  reason: reasonOf(instance)?.message ?? '',
  amiLaunchIndex: index,
  instanceType: instance.instanceType,
  launchTime: isoTime(instance.startedAt),
  placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
  monitoring: { state: 'disabled' },
  // EC2 releases the address of a terminated instance.
  subnetId: instance.state === 'terminated' ? null : instance.subnetId,
  vpcId: instance.state === 'terminated' ? null : instance.vpcId,
  privateIpAddress: instance.state === 'terminated' ? null : instance.privateIp,
  groupSet: instance.securityGroups.map((groupId) => ({ groupId })),
  stateReason: reasonOf(instance),
  instanceLifecycle: instance.market === 'spot' ? 'spot' : instance.inBlock ? 'capacity-block' : null,
  capacityReservationId: instance.capacityReservationId,
  clientToken: instance.clientToken ?? '',
  tagSet: tagSet(instance.tags),
});

/** EC2 gives a pending instance a reason too. It may not show yet that the instance stopped or ended. */
const reasonOf = ({ state, stateReason }: ShownInstance) => {
  if (state === 'pending') return { code: 'pending', message: 'pending' };
  return state === 'running' || stateReason === null ? null : { ...stateReason };
};

const state = (name: InstanceState): Xml => ({ code: STATE_CODE[name], name });

const checks = (status: CheckResult): Xml => ({
  status,
  details: [{ name: 'reachability', status: { ok: 'passed', impaired: 'failed' }[status as string] ?? status }],
});
