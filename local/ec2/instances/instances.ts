import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Instance, Page, PageRequest } from '../model.ts';
import { pageOf } from '../pages.ts';
import { type Ec2State, type ShownInstance, shown } from '../state.ts';
import { isVisible, STATE_CODE } from './lifecycle.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html: up to 1,000 ids. */
const MOST_IDS = 1_000;

export interface InstancesRequest {
  readonly ids: readonly string[];
  readonly filters: readonly Filter[];
  readonly page: PageRequest;
}

/** Those of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html that mean something here. */
export const INSTANCE_FILTERS: Filterable<ShownInstance> = {
  'instance-id': (instance) => [instance.id],
  'instance-state-name': (instance) => [instance.state],
  'instance-state-code': (instance) => [String(STATE_CODE[instance.state])],
  'instance-type': (instance) => [instance.instanceType],
  // An on-demand instance has no lifecycle to match.
  'instance-lifecycle': (instance) => (instance.market === 'spot' ? ['spot'] : []),
  'image-id': (instance) => [instance.imageId],
  'subnet-id': (instance) => [instance.subnetId],
  'network-interface.subnet-id': (instance) => [instance.subnetId],
  'vpc-id': (instance) => [instance.vpcId],
  'availability-zone': (instance) => [instance.zone],
  'reservation-id': (instance) => [instance.reservationId],
  'client-token': (instance) => (instance.clientToken === null ? [] : [instance.clientToken]),
  'private-ip-address': (instance) => [instance.privateIp],
  'launch-time': (instance) => [new Date(instance.launchedAt).toISOString()],
};

export function describeInstances(ec2State: Ec2State, request: InstancesRequest): Page<ShownInstance> {
  refuseIdsWithPages(request);
  const chosen = request.ids.length > 0 ? instancesOf(ec2State, request.ids) : visibleInstances(ec2State);
  const passing = filtered(
    chosen.map((instance) => shown(ec2State, instance)),
    request.filters,
    INSTANCE_FILTERS,
    (instance) => instance.tags,
  );
  return pageOf('instances', passing, launchOrder, request.page);
}

export const launchOrder = (instance: Instance): string => String(instance.sequence).padStart(12, '0');

export const visibleInstances = (ec2State: Ec2State): Instance[] =>
  [...ec2State.instances.values()].filter((instance) => isVisible(instance, ec2State.now(), ec2State.lifetimes));

export function refuseIdsWithPages(request: Pick<InstancesRequest, 'ids' | 'page'>): void {
  if (request.ids.length > 0 && request.page.maxResults !== null) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  }
}

/** The instances with these ids; errs when one is malformed, or not there or not yet to be seen. */
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
    const lost = wanted.filter((id) => !found.some((instance) => instance.id === id));
    throw new Ec2Error(
      'InvalidInstanceID.NotFound',
      lost.length === 1
        ? `The instance ID '${lost[0]}' does not exist`
        : `The instance IDs '${lost.join(', ')}' do not exist`,
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
 * of the instances are terminated", save that a protected instance keeps only those of its own zone alive.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 */
export function terminateInstances(ec2State: Ec2State, ids: readonly string[]): StateChange[] {
  if (ids.length === 0) throw missing('InstanceId');
  const instances = instancesOf(ec2State, ids);
  const keptBy = instances.filter((instance) => instance.protected && instance.endedAt === null);
  const keptZones = new Set(keptBy.map(({ zone }) => zone));
  const changes = instances
    .filter(({ zone }) => !keptZones.has(zone))
    .map((instance) => {
      const before = shown(ec2State, instance);
      endInstance(ec2State, instance, 'Client.UserInitiatedShutdown', 'User initiated shutdown');
      return { before, after: shown(ec2State, instance) };
    });
  const keeper = keptBy[0];
  if (keeper !== undefined) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `The instance '${keeper.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  }
  return changes;
}

/** Begins the end of an instance; one that is ending already goes on as it was. */
export function endInstance(
  ec2State: Ec2State,
  instance: Instance,
  code: string,
  why: string,
  at = ec2State.now(),
): void {
  if (instance.endedAt !== null) return;
  instance.endedAt = at;
  instance.endReason = { code, message: `${code}: ${why}` };
}
