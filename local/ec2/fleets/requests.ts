import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { endInstance } from '../instances/instances.ts';
import { stateReason } from '../instances/state-reasons.ts';
import { uuidOf } from '../launching/fleet.ts';
import { candidatesOf, tiersOf } from '../launching/fleet-pools.ts';
import type { Market } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { checkTags } from '../tags/tags.ts';
import {
  type ExcessPolicy,
  type Fleet,
  type FleetState,
  type KeptFleetRequest,
  type Target,
  totalOf,
} from './model.ts';

/**
 * Creates a fleet that launches its instances later, by itself.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleet.html
 */
export function requestFleet(ec2State: Ec2State, request: KeptFleetRequest): Fleet {
  return ec2State.tokens.once('CreateFleet', request, () => {
    if (request.configs.length === 0) throw missing('LaunchTemplateConfigs');
    for (const { resourceType, tags } of request.tagSpecifications) {
      // "If the fleet type is maintain or request … You cannot specify a resource type of instance."
      if (resourceType !== 'fleet') {
        throw invalidValue(`'${resourceType}' is not a valid taggable resource type for this operation.`);
      }
      checkTags(tags);
    }
    // What a fleet could never launch from is refused at once.
    const candidates = candidatesOf(ec2State, request.configs);
    for (const strategy of [request.onDemandStrategy, request.spotStrategy]) tiersOf(candidates, strategy);
    const now = ec2State.now();
    const target = targetOf(request.total, request.onDemand, request.spot, request.defaultMarket);
    const fleet: Fleet = {
      id: `fleet-${uuidOf(ec2State)}`,
      createdAt: now,
      request,
      state: 'submitted',
      since: now,
      tags: new Map(request.tagSpecifications.flatMap(({ tags }) => tags.map(({ key, value }) => [key, value]))),
      target,
      kept: target,
      excess: request.excess,
      checkAt: null,
      isShort: false,
      members: new Map(),
      history: [],
    };
    note(fleet, now, 'submitted', '');
    ec2State.fleets.set(fleet.id, fleet);
    return fleet;
  });
}

export interface Modification {
  readonly id: string;
  /** Null: the target stays. */
  readonly target: {
    readonly total: number;
    readonly onDemand: number | null;
    readonly spot: number | null;
    readonly defaultMarket: Market | null;
  } | null;
  readonly excess: ExcessPolicy | null;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyFleet.html */
export function modifyFleet(ec2State: Ec2State, { id, target, excess }: Modification): void {
  const fleet = fleetOf(ec2State, id);
  if (fleet.request.type !== 'maintain') {
    throw new Ec2Error('UnsupportedOperation', `Fleets of type ${fleet.request.type} can't be modified.`);
  }
  if (fleet.state !== 'active' && fleet.state !== 'submitted') {
    throw new Ec2Error('FleetNotInModifiableState', `The fleet ${id} can't be modified while it is ${fleet.state}.`);
  }
  const { defaultMarket } = fleet.request;
  if (target !== null) {
    fleet.target = targetOf(target.total, target.onDemand, target.spot, target.defaultMarket ?? defaultMarket);
  }
  fleet.excess = excess ?? fleet.excess;
  fleet.state = 'modifying';
  fleet.since = ec2State.now();
  note(fleet, fleet.since, 'modify_in_progress', `targetCapacity=${totalOf(fleet.target)}`);
}

export interface Deletion {
  readonly id: string;
  readonly before: FleetState;
  readonly now: FleetState;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFleets.html */
export function deleteFleets(ec2State: Ec2State, ids: readonly string[], endsInstances: boolean): Deletion[] {
  return ids.map((id) => {
    const fleet = fleetOf(ec2State, id);
    const before = fleet.state;
    fleet.checkAt = null;
    fleet.state = endsInstances ? 'deleted_terminating' : 'deleted_running';
    note(fleet, ec2State.now(), fleet.state, '');
    for (const member of endsInstances ? fleet.members.keys() : []) {
      const instance = ec2State.instances.get(member);
      if (instance) endInstance(ec2State, instance, stateReason('Client.UserInitiatedShutdown'));
    }
    return { id, before, now: fleet.state };
  });
}

/** The fleet with this id; throws for one that there is not. */
export function fleetOf(ec2State: Ec2State, id: string): Fleet {
  if (!/^fleet-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw new Ec2Error('InvalidFleetId.Malformed', `The fleet ID '${id}' is malformed`);
  }
  const fleet = ec2State.fleets.get(id) ?? ec2State.instantFleets.get(id);
  if (fleet === undefined) throw new Ec2Error('InvalidFleetId.NotFound', `The fleet ID '${id}' does not exist`);
  return fleet;
}

/** What is not given belongs to the default market. */
function targetOf(total: number, onDemand: number | null, spot: number | null, rest: Market): Target {
  const given = { 'on-demand': onDemand ?? 0, spot: spot ?? 0 };
  if (total < 0 || given['on-demand'] < 0 || given.spot < 0)
    throw invalidValue('A target capacity must not be negative.');
  if (totalOf(given) > total) {
    throw new Ec2Error(
      'InvalidTargetCapacitySpecification',
      'The sum of OnDemandTargetCapacity and SpotTargetCapacity must not exceed TotalTargetCapacity.',
    );
  }
  return { ...given, [rest]: given[rest] + total - totalOf(given) };
}

const note = (fleet: Fleet, at: number, subType: string, description: string): void => {
  fleet.history.push({ at, type: 'fleet-change', subType, description, instanceId: null });
};
