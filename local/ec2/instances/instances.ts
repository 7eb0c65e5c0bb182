import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Instance, Page, PageRequest, StateReason } from '../model.ts';
import { pageOf } from '../pages.ts';
import { type Ec2State, listed, type ShownInstance, shown } from '../state.ts';
import { isVisible, STATE_CODE } from './lifecycle.ts';
import { stateReason } from './state-reasons.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html: up to 1,000 ids. */
const MOST_IDS = 1_000;

export interface InstancesRequest {
  readonly ids: readonly string[];
  readonly filters: readonly Filter[];
  readonly page: PageRequest;
}

/** The filters of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html for the data here. */
export const INSTANCE_FILTERS: Filterable<ShownInstance> = {
  'instance-id': (instance) => [instance.id],
  'instance-state-name': (instance) => [instance.state],
  'instance-state-code': (instance) => [String(STATE_CODE[instance.state])],
  'instance-type': (instance) => [instance.instanceType],
  // EC2 gives on-demand instances no lifecycle.
  'instance-lifecycle': (instance) => (instance.market === 'spot' ? ['spot'] : []),
  'image-id': (instance) => [instance.imageId],
  'subnet-id': (instance) => [instance.subnetId],
  'network-interface.subnet-id': (instance) => [instance.subnetId],
  'vpc-id': (instance) => [instance.vpcId],
  'availability-zone': (instance) => [instance.zone],
  'reservation-id': (instance) => [instance.reservationId],
  'client-token': (instance) => (instance.clientToken === null ? [] : [instance.clientToken]),
  'private-ip-address': (instance) => [instance.privateIp],
  'launch-time': (instance) => [new Date(instance.startedAt).toISOString()],
};

export function describeInstances(ec2State: Ec2State, request: InstancesRequest): Page<ShownInstance> {
  rejectIdsWithPages(request);
  const chosen = request.ids.length > 0 ? instancesOf(ec2State, request.ids) : visibleInstances(ec2State);
  const passing = filtered(
    chosen.map((instance) => listed(ec2State, instance)),
    request.filters,
    INSTANCE_FILTERS,
    (instance) => instance.tags,
  );
  return pageOf('instances', passing, launchOrder, request.page);
}

export const launchOrder = (instance: Instance): string => String(instance.sequence).padStart(12, '0');

export const visibleInstances = (ec2State: Ec2State): Instance[] =>
  [...ec2State.instances.values()].filter((instance) => isVisible(instance, ec2State.now(), ec2State.lifetimes));

export function rejectIdsWithPages(request: Pick<InstancesRequest, 'ids' | 'page'>): void {
  if (request.ids.length > 0 && request.page.maxResults !== null) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  }
}

/** Returns the instances with these ids. Throws if an id is malformed, unknown, or not visible yet. */
export function instancesOf(ec2State: Ec2State, ids: readonly string[]): Instance[] {
  const wanted = [...new Set(ids)];
  if (wanted.length > MOST_IDS) throw invalidValue(`At most ${MOST_IDS} instance IDs can be given in one call.`);
  const malformed = wanted.filter((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed.length > 0) {
    throw new Ec2Error('InvalidInstanceID.Malformed', `Invalid id: "${malformed[0]}"`);
  }
  const now = ec2State.now();
  const found = wanted.flatMap((id) => {
    const instance = ec2State.instances.get(id);
    return instance !== undefined && isVisible(instance, now, ec2State.lifetimes) ? [instance] : [];
  });
  if (found.length < wanted.length) {
    const unknown = wanted.filter((id) => !found.some((instance) => instance.id === id));
    throw new Ec2Error(
      'InvalidInstanceID.NotFound',
      unknown.length === 1
        ? `The instance ID '${unknown[0]}' does not exist`
        : `The instance IDs '${unknown.join(', ')}' do not exist`,
    );
  }
  return found;
}

export interface StateChange {
  readonly before: ShownInstance;
  readonly after: ShownInstance;
}

/**
 * "If you specify multiple instances and the request fails (for example, because of a single incorrect instance ID), none
 * of the instances are terminated". There is one exception: with a protected instance, the call fails but still
 * terminates the instances in other zones.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 */
export function terminateInstances(ec2State: Ec2State, ids: readonly string[]): StateChange[] {
  if (ids.length === 0) throw missing('InstanceId');
  const instances = instancesOf(ec2State, ids);
  const protectedInstances = instances.filter((instance) => instance.protected && instance.endedAt === null);
  const protectedZones = new Set(protectedInstances.map(({ zone }) => zone));
  const changes = instances
    .filter(({ zone }) => !protectedZones.has(zone))
    .map((instance) => {
      const before = shown(ec2State, instance);
      endInstance(ec2State, instance, stateReason('Client.UserInitiatedShutdown'));
      return { before, after: shown(ec2State, instance) };
    });
  const [first] = protectedInstances;
  if (first !== undefined) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `The instance '${first.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  }
  return changes;
}

/** Starts to terminate an instance. Does nothing if it is already terminating. */
export function endInstance(ec2State: Ec2State, instance: Instance, reason: StateReason, at = ec2State.now()): void {
  if (instance.endedAt !== null) return;
  instance.endedAt = at;
  instance.stateReason = reason;
}
