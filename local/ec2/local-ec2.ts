import { randomBytes } from 'node:crypto';
import { Ec2Error } from './errors.ts';
import { CallFaults, Shortages } from './faults.ts';
import { describeInstanceStatus, type InstanceStatus } from './instances/instance-status.ts';
import {
  describeInstanceTypes,
  INSTANCE_TYPES,
  type ShownType,
  type TypesRequest,
} from './instances/instance-types.ts';
import {
  describeInstances,
  endInstance,
  type InstancesRequest,
  type StateChange,
  terminateInstances,
} from './instances/instances.ts';
import { LIFETIMES, type Lifetimes } from './instances/lifecycle.ts';
import { stateReason } from './instances/state-reasons.ts';
import { retire, shutDown, startInstances, stopInstances } from './instances/stopping.ts';
import { defaultSubnets, describeSubnets, type ShownSubnet } from './instances/subnets.ts';
import { createFleet, type FleetAnswer, type FleetRequest } from './launching/fleet.ts';
import { LaunchFailures } from './launching/launch-failures.ts';
import * as templates from './launching/launch-templates.ts';
import { type RunRequest, runInstances } from './launching/run-instances.ts';
import { launchForService, resolved, type ServiceLaunch } from './launching/service-launch.ts';
import { ClientTokens } from './launching/tokens.ts';
import type {
  Filter,
  Instance,
  LaunchTemplate,
  LaunchTemplateReference,
  Page,
  PageRequest,
  Subnet,
  Tag,
} from './model.ts';
import { type Ec2State, endIfDue, forgetTerminated, type ShownInstance, shown } from './state.ts';
import { createTags, deleteTags, describeTags, type TagDescription } from './tags/tagging.ts';
import type { Removal } from './tags/tags.ts';

export interface LocalEc2Options {
  /** Ms since the epoch. */
  readonly now: () => number;
  /** 17 hexadecimal digits, never the same twice. */
  readonly newId: () => string;
  readonly lifetimes: Partial<Lifetimes>;
  readonly region: string;
  /** The subnets of a default VPC by default. */
  readonly subnets: readonly Subnet[];
  readonly instanceTypes: ReadonlySet<string>;
}

/**
 * The part of EC2 that the project uses, in memory and as strict as AWS. A call returns a result or throws an `Ec2Error`.
 * It is independent of HTTP. Time and ids come from the caller, so the same calls give the same results.
 */
export class LocalEc2 {
  /** Configured capacity shortages. */
  readonly shortages = new Shortages();
  /** Configured failures of instances that were launched. */
  readonly launchFailures = new LaunchFailures();
  /** Configured call faults. The server applies them. */
  readonly faults = new CallFaults();
  /** The number of calls per action, including failed ones. */
  readonly calls = new Map<string, number>();
  readonly #ec2State: Ec2State;
  readonly #before: (() => void)[] = [];

  constructor(options: Partial<LocalEc2Options> = {}) {
    const subnets = options.subnets ?? defaultSubnets(options.region ?? 'us-east-1');
    let sequence = 0;
    this.#ec2State = {
      now: options.now ?? Date.now,
      newId: options.newId ?? (() => randomBytes(9).toString('hex').slice(0, 17)),
      lifetimes: { ...LIFETIMES, ...options.lifetimes },
      instanceTypes: options.instanceTypes ?? INSTANCE_TYPES,
      instances: new Map(),
      templates: new Map(),
      subnets: new Map(subnets.map((subnet) => [subnet.id, subnet])),
      tokens: new ClientTokens(),
      shortages: this.shortages,
      launchFailures: this.launchFailures,
      fleetAccess: true,
      nextSequence: () => ++sequence,
    };
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
  runInstances(request: RunRequest): ShownInstance[] {
    return runInstances(this.#current(), request).map((instance) => shown(this.#ec2State, instance));
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
  stopInstances(ids: readonly string[]): StateChange[] {
    return stopInstances(this.#current(), ids);
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
  describeInstanceTypes(request: TypesRequest): Page<ShownType> {
    return describeInstanceTypes(this.#current(), request);
  }

  /** All instances, including those that are not visible yet. */
  everything(): ShownInstance[] {
    const ec2State = this.#current();
    return [...ec2State.instances.values()].map((instance) => shown(ec2State, instance));
  }
  /** AWS interrupts a spot instance. */
  reclaim(id: string): void {
    this.end(id, 'Server.SpotInstanceTermination');
  }
  /** The instance ends with this state reason. `text` is AWS's text for the code by default. */
  end(id: string, code: string, text?: string): void {
    endInstance(this.#ec2State, this.#known(id), stateReason(code, text));
  }
  /** The instance's operating system shuts down. */
  shutDown(id: string): void {
    shutDown(this.#ec2State, this.#known(id));
  }
  /** AWS retires the instance's host. */
  retire(id: string): void {
    retire(this.#ec2State, this.#known(id));
  }
  /** Whether the account may use EC2 Fleet. Without access, CreateFleet always fails. */
  allowFleets(allowed: boolean): void {
    this.#ec2State.fleetAccess = allowed;
  }
  /** Changes durations from now on, also for instances that exist. */
  changeLifetimes(change: Partial<Lifetimes>): void {
    this.#ec2State.lifetimes = { ...this.#ec2State.lifetimes, ...change };
  }
  /** Makes the status checks of a running instance fail, or pass again. */
  impair(id: string, impaired = true): void {
    this.#known(id).impaired = impaired;
  }
  protect(id: string, on = true): void {
    this.#known(id).protected = on;
  }

  // Methods for stand-ins of other AWS services, which manage their customer's instances.

  /** Calls `act` before every response, so that another service carries out its due actions first. */
  beforeAnswering(act: () => void): void {
    this.#before.push(act);
  }
  launchForService(order: ServiceLaunch): Instance | Ec2Error {
    return launchForService(this.#ec2State, order);
  }
  endForService(id: string, at: number): void {
    const instance = this.#ec2State.instances.get(id);
    if (instance !== undefined) {
      endInstance(this.#ec2State, instance, stateReason('Client.UserInitiatedShutdown'), at);
    }
  }
  resolvedTemplate(reference: LaunchTemplateReference): ReturnType<typeof resolved> {
    return resolved(this.#ec2State, reference);
  }
  /** An instance, even if describe calls do not return it yet; null once EC2 has forgotten it. */
  find(id: string): ShownInstance | null {
    const instance = this.#ec2State.instances.get(id);
    if (instance === undefined) return null;
    endIfDue(this.#ec2State, instance);
    return shown(this.#ec2State, instance);
  }
  subnets(): readonly Subnet[] {
    return [...this.#ec2State.subnets.values()];
  }
  get now(): () => number {
    return this.#ec2State.now;
  }
  get newId(): () => string {
    return this.#ec2State.newId;
  }
  get lifetimes(): Lifetimes {
    return this.#ec2State.lifetimes;
  }
  get instanceTypes(): ReadonlySet<string> {
    return this.#ec2State.instanceTypes;
  }

  #current(): Ec2State {
    for (const instance of this.#ec2State.instances.values()) endIfDue(this.#ec2State, instance);
    for (const act of this.#before) act();
    forgetTerminated(this.#ec2State);
    return this.#ec2State;
  }
  #known(id: string): Instance {
    const instance = this.#ec2State.instances.get(id);
    if (instance === undefined) throw new Ec2Error('InvalidInstanceID.NotFound', `There is no instance ${id}`);
    endIfDue(this.#ec2State, instance);
    return instance;
  }
}
