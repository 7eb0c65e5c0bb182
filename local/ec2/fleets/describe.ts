import { invalidValue } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Page, PageRequest } from '../model.ts';
import { pageOf } from '../pages.ts';
import { type Ec2State, shown } from '../state.ts';
import { type Fleet, type FleetEvent, fulfilled, totalOf } from './model.ts';
import { fleetOf } from './requests.ts';

const FILTERS: Filterable<Fleet> = {
  'activity-status': (fleet) => [activityOf(fleet)],
  'excess-capacity-termination-policy': ({ excess }) => [excess],
  'fleet-state': ({ state }) => [state],
  'replace-unhealthy-instances': ({ request }) => [String(request.replacesUnhealthy)],
  type: ({ request }) => [request.type],
};

export interface FleetsRequest {
  readonly ids: readonly string[];
  readonly filters: readonly Filter[];
  readonly page: PageRequest;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleets.html: an instant fleet is only shown by its id. */
export function describeFleets(ec2State: Ec2State, { ids, filters, page }: FleetsRequest): Page<Fleet> {
  const chosen = ids.length > 0 ? [...new Set(ids)].map((id) => fleetOf(ec2State, id)) : [...ec2State.fleets.values()];
  return pageOf('fleets', filtered(chosen, filters, FILTERS), ({ id }) => id, page);
}

export interface ActiveInstance {
  readonly id: string;
  readonly instanceType: string;
  readonly isHealthy: boolean;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleetInstances.html */
export function describeFleetInstances(ec2State: Ec2State, id: string, page: PageRequest): Page<ActiveInstance> {
  const { request, members } = fleetOf(ec2State, id);
  if (request.type === 'instant') throw invalidValue('DescribeFleetInstances does not support fleets of type instant.');
  const active = [...members.keys()].flatMap((member): ActiveInstance[] => {
    const instance = ec2State.instances.get(member);
    if (!instance) return [];
    const isHealthy = !instance.impaired && shown(ec2State, instance).endedAt === null;
    return [{ id: member, instanceType: instance.instanceType, isHealthy }];
  });
  return pageOf('fleet instances', active, (each) => each.id, page);
}

/** Oldest first. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleetHistory.html */
export function describeFleetHistory(
  ec2State: Ec2State,
  id: string,
  from: number,
  type: string | null,
): readonly FleetEvent[] {
  const { history } = fleetOf(ec2State, id);
  return history.filter((event) => event.at >= from && (type === null || event.type === type)).slice(0, 1000);
}

export function activityOf(fleet: Fleet): string {
  const have = fulfilled(fleet, 'on-demand') + fulfilled(fleet, 'spot');
  if (fleet.isShort) return 'error';
  if (have < totalOf(fleet.target)) return 'pending_fulfillment';
  return have > totalOf(fleet.target) && fleet.excess === 'termination' ? 'pending_termination' : 'fulfilled';
}
