import type { Ec2Error } from './errors.ts';
import { convergeFleets } from './fleets/converge.ts';
import * as kept from './fleets/describe.ts';
import type { Fleet, FleetEvent, KeptFleetRequest } from './fleets/model.ts';
import { type Deletion, deleteFleets, type Modification, modifyFleet, requestFleet } from './fleets/requests.ts';
import {
  describeInstanceTypes,
  type MatchingRequest,
  matchingTypes,
  type TypesRequest,
} from './instances/describe-types.ts';
import { describeImages } from './instances/images.ts';
import { describeInstanceStatus, type InstanceStatus } from './instances/instance-status.ts';
import {
  describeInstances,
  endInstance,
  type InstancesRequest,
  type StateChange,
  terminateInstances,
} from './instances/instances.ts';
import type { Lifetimes } from './instances/lifecycle.ts';
import { describeOfferings, type Offering, type OfferingsRequest } from './instances/offerings.ts';
import { describeRouteTables, type RouteTable, type RouteTablesRequest } from './instances/route-tables.ts';
import { describeSpotPrices, type SpotPrice, type SpotPricesRequest } from './instances/spot-prices.ts';
import { stateReason } from './instances/state-reasons.ts';
import { startInstances, stopInstances } from './instances/stopping.ts';
import { describeSubnets, type ShownSubnet } from './instances/subnets.ts';
import type { TypeAttributes } from './instances/type-attributes.ts';
import { createFleet, type FleetAnswer, type FleetRequest } from './launching/fleet.ts';
import * as templates from './launching/launch-templates.ts';
import { type RunRequest, runInstances } from './launching/run-instances.ts';
import { launchForService, resolved, type ServiceLaunch } from './launching/service-launch.ts';
import { Levers } from './levers.ts';
import type {
  Filter,
  Image,
  Instance,
  LaunchTemplate,
  LaunchTemplateReference,
  Page,
  PageRequest,
  Subnet,
  Tag,
} from './model.ts';
import { type LocalEc2Options, newState } from './options.ts';
import { type Ec2State, endIfDue, forgetTerminated, loseTagsIfDue, type ShownInstance, shown } from './state.ts';
import { createTags, deleteTags, describeTags, type TagDescription } from './tags/tagging.ts';
import type { Removal } from './tags/tags.ts';

/**
 * The part of EC2 that the project uses, in memory and as strict as AWS. A call returns a result or throws an `Ec2Error`.
 * It is independent of HTTP. Time and ids come from the caller, so the same calls give the same results.
 */
export class LocalEc2 extends Levers {
  /** The number of calls per action, including failed ones. */
  readonly calls = new Map<string, number>();
  readonly #before: (() => void)[] = [];

  constructor(options: Partial<LocalEc2Options> = {}) {
    super(newState(options));
  }

  createLaunchTemplate(request: templates.LaunchTemplateRequest): LaunchTemplate {
    return templates.createLaunchTemplate(this.#current(), request);
  }
  describeLaunchTemplates(request: Parameters<typeof templates.describeLaunchTemplates>[1]): Page<LaunchTemplate> {
    return templates.describeLaunchTemplates(this.#current(), request);
  }
  createLaunchTemplateVersion(
    request: templates.VersionRequest,
  ): ReturnType<typeof templates.createLaunchTemplateVersion> {
    return templates.createLaunchTemplateVersion(this.#current(), request);
  }
  launchTemplate(reference: Pick<LaunchTemplateReference, 'id' | 'name'>): LaunchTemplate {
    return templates.templateOf(this.#current(), reference);
  }
  deleteLaunchTemplate(reference: Pick<LaunchTemplateReference, 'id' | 'name'>): LaunchTemplate {
    return templates.deleteLaunchTemplate(this.#current(), reference);
  }
  createFleet(request: FleetRequest): FleetAnswer {
    return createFleet(this.#current(), request);
  }
  requestFleet(request: KeptFleetRequest): Fleet {
    return requestFleet(this.#current(), request);
  }
  describeFleets(request: kept.FleetsRequest): Page<Fleet> {
    return kept.describeFleets(this.#current(), request);
  }
  describeFleetInstances(id: string, page: PageRequest): Page<kept.ActiveInstance> {
    return kept.describeFleetInstances(this.#current(), id, page);
  }
  describeFleetHistory(id: string, from: number, type: string | null): readonly FleetEvent[] {
    return kept.describeFleetHistory(this.#current(), id, from, type);
  }
  modifyFleet(change: Modification): void {
    modifyFleet(this.#current(), change);
  }
  deleteFleets(ids: readonly string[], endsInstances: boolean): Deletion[] {
    return deleteFleets(this.#current(), ids, endsInstances);
  }
  runInstances(request: RunRequest): ShownInstance[] {
    return runInstances(this.#current(), request).map((instance) => shown(this.ec2State, instance));
  }
  describeInstances(request: InstancesRequest): Page<ShownInstance> {
    return describeInstances(this.#current(), request);
  }
  describeInstanceStatus(request: InstancesRequest & { readonly all: boolean }): Page<InstanceStatus> {
    return describeInstanceStatus(this.#current(), request);
  }
  terminateInstances(ids: readonly string[]): StateChange[] {
    return terminateInstances(this.#current(), ids);
  }
  stopInstances(ids: readonly string[], hibernate = false): StateChange[] {
    return stopInstances(this.#current(), ids, hibernate);
  }
  startInstances(ids: readonly string[]): StateChange[] {
    return startInstances(this.#current(), ids);
  }
  createTags(resources: readonly string[], tags: readonly Tag[]): void {
    createTags(this.#current(), resources, tags);
  }
  deleteTags(resources: readonly string[], removals: readonly Removal[]): void {
    deleteTags(this.#current(), resources, removals);
  }
  describeTags(request: { filters: readonly Filter[]; page: PageRequest }): Page<TagDescription> {
    return describeTags(this.#current(), request);
  }
  describeSubnets(request: {
    ids: readonly string[];
    filters: readonly Filter[];
    page: PageRequest;
  }): Page<ShownSubnet> {
    return describeSubnets(this.#current(), request);
  }
  describeRouteTables(request: RouteTablesRequest): Page<RouteTable> {
    return describeRouteTables(this.#current(), request);
  }
  describeOfferings(request: OfferingsRequest): Page<Offering> {
    return describeOfferings(this.#current(), request);
  }
  describeSpotPrices(request: SpotPricesRequest): Page<SpotPrice> {
    return describeSpotPrices(this.#current(), request);
  }
  describeInstanceTypes(request: TypesRequest): Page<TypeAttributes> {
    return describeInstanceTypes(this.#current(), request);
  }

  matchingTypes(request: MatchingRequest): Page<string> {
    return matchingTypes(this.#current(), request);
  }
  describeImages(request: Parameters<typeof describeImages>[1]): Page<Image> {
    return describeImages(this.#current(), request);
  }

  /** All instances, including those that are not visible yet. */
  everything(): ShownInstance[] {
    const ec2State = this.#current();
    return [...ec2State.instances.values()].map((instance) => shown(ec2State, instance));
  }
  /** All fleets, for tests and for what calls may do. */
  fleets(): Fleet[] {
    return [...this.#current().fleets.values()];
  }
  // Methods for stand-ins of other AWS services, which manage their customer's instances.

  /** Calls `act` before every response, so that another service carries out its due actions first. */
  beforeAnswering(act: () => void): void {
    this.#before.push(act);
  }
  launchForService(order: ServiceLaunch): Instance | Ec2Error {
    return launchForService(this.ec2State, order);
  }
  endForService(id: string, at: number): void {
    const instance = this.ec2State.instances.get(id);
    if (instance !== undefined) {
      endInstance(this.ec2State, instance, stateReason('Client.UserInitiatedShutdown'), at);
    }
  }
  resolvedTemplate(reference: LaunchTemplateReference): ReturnType<typeof resolved> {
    return resolved(this.ec2State, reference);
  }
  /** An instance, even if describe calls do not return it yet; null once EC2 has forgotten it. */
  find(id: string): ShownInstance | null {
    const instance = this.ec2State.instances.get(id);
    if (instance === undefined) return null;
    endIfDue(this.ec2State, instance);
    loseTagsIfDue(this.ec2State, instance);
    return shown(this.ec2State, instance);
  }
  subnets(): readonly Subnet[] {
    return [...this.ec2State.subnets.values()];
  }
  get now(): () => number {
    return this.ec2State.now;
  }
  get newId(): () => string {
    return this.ec2State.newId;
  }
  get lifetimes(): Lifetimes {
    return this.ec2State.lifetimes;
  }
  get instanceTypes(): ReadonlySet<string> {
    return this.ec2State.instanceTypes;
  }

  #current(): Ec2State {
    for (const instance of this.ec2State.instances.values()) {
      endIfDue(this.ec2State, instance);
      loseTagsIfDue(this.ec2State, instance);
    }
    for (const act of this.#before) act();
    convergeFleets(this.ec2State);
    forgetTerminated(this.ec2State);
    return this.ec2State;
  }
}
