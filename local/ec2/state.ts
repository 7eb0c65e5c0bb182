import type { Shortages } from './faults.ts';
import type { Fleet, FleetDelays } from './fleets/model.ts';
import { hasLostTags, type InstanceState, isForgotten, type Lifetimes, stateOf } from './instances/lifecycle.ts';
import type { LaunchFailures } from './launching/launch-failures.ts';
import type { ClientTokens } from './launching/tokens.ts';
import type { CapacityReservation, Image, Instance, LaunchTemplate, Subnet } from './model.ts';

/** The stand-in's state, shared by all its parts. */
export interface Ec2State {
  readonly now: () => number;
  /** 17 hexadecimal digits, never the same twice. */
  readonly newId: () => string;
  lifetimes: Lifetimes;
  readonly instanceTypes: ReadonlySet<string>;
  readonly instances: Map<string, Instance>;
  /** Fleets that launch by themselves, and instant ones, which only can be described. */
  readonly fleets: Map<string, Fleet>;
  readonly instantFleets: Map<string, Fleet>;
  fleetDelays: FleetDelays;
  readonly templates: Map<string, LaunchTemplate>;
  readonly subnets: Map<string, Subnet>;
  readonly tokens: ClientTokens;
  readonly shortages: Shortages;
  readonly launchFailures: LaunchFailures;
  /** Instance types that only some zones offer, by type. All others are offered everywhere. */
  readonly offerings: Map<string, ReadonlySet<string>>;
  /** All images that exist, by id. */
  readonly images: Map<string, Image>;
  readonly reservations: Map<string, CapacityReservation>;
  /** What spot prices were set to, oldest first. */
  readonly spotPrices: SetSpotPrice[];
  /** Subnets without a route out of their VPC. */
  readonly isolated: Set<string>;
  /** Whether this account may use EC2 Fleet. */
  fleetAccess: boolean;
  /** Whether every new EBS volume is encrypted. */
  encryptsVolumes: boolean;
  readonly nextSequence: () => number;
}

/** A spot price from `at` (ms since the epoch) on, in dollars per hour. */
export interface SetSpotPrice {
  readonly instanceType: string;
  readonly zone: string;
  readonly usd: number;
  readonly at: number;
}

/** An instance with its state at that time. */
export interface ShownInstance extends Instance {
  readonly state: InstanceState;
}

/** The instance as it is. */
export const shown = (ec2State: Ec2State, instance: Instance): ShownInstance => ({
  ...instance,
  state: stateOf(instance, ec2State.now(), ec2State.lifetimes),
});

/** The instance as describe calls return it: its state may be old, and its tags may be missing. */
export function listed(ec2State: Ec2State, instance: Instance): ShownInstance {
  const { lifetimes } = ec2State;
  const at = Math.max(instance.launchedAt, ec2State.now() - lifetimes.staleFor);
  const seen = at < instance.startedAt ? { ...instance, ...instance.beforeStart } : instance;
  const tags = hasTags(ec2State, instance) ? instance.tags : new Map<string, string>();
  return { ...seen, state: stateOf(seen, at, lifetimes), tags };
}

/** Whether describe calls return its tags by now. */
export const hasTags = (ec2State: Ec2State, { launchedAt }: Instance): boolean =>
  ec2State.now() >= launchedAt + ec2State.lifetimes.untaggedFor;

/** Ends the instance if it is due to end by itself. */
export function endIfDue(ec2State: Ec2State, instance: Instance): void {
  const { doom, endedAt } = instance;
  if (doom === null || endedAt !== null || ec2State.now() < doom.at) return;
  instance.endedAt = doom.at;
  instance.stateReason = doom.reason;
}

/** Removes the tags of the instance if it ended a while ago. */
export function loseTagsIfDue(ec2State: Ec2State, instance: Instance): void {
  if (hasLostTags(instance, ec2State.now(), ec2State.lifetimes)) instance.tags.clear();
}

/** Removes the instances that describe calls no longer return. */
export function forgetTerminated(ec2State: Ec2State): void {
  const now = ec2State.now();
  for (const instance of ec2State.instances.values()) {
    if (isForgotten(instance, now, ec2State.lifetimes)) ec2State.instances.delete(instance.id);
  }
}
