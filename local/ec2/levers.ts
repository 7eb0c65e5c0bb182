import { Ec2Error } from './errors.ts';
import { CallFaults, type Shortages } from './faults.ts';
import type { FleetDelays } from './fleets/model.ts';
import { endInstance } from './instances/instances.ts';
import { type Lifetimes, stateOf } from './instances/lifecycle.ts';
import { stateReason } from './instances/state-reasons.ts';
import { retire, shutDown } from './instances/stopping.ts';
import { subnetOf } from './instances/subnets.ts';
import type { LaunchFailures } from './launching/launch-failures.ts';
import type { CapacityReservation, Image, Instance } from './model.ts';
import { type Ec2State, endIfDue } from './state.ts';

/** What happens in AWS without a call. A test asks for it here, and another process by HTTP (`control`). */
export class Levers {
  /** Configured call faults. The server applies them. */
  readonly faults = new CallFaults();
  protected readonly ec2State: Ec2State;

  constructor(ec2State: Ec2State) {
    this.ec2State = ec2State;
  }

  /** Configured errors of capacity pools. */
  get shortages(): Shortages {
    return this.ec2State.shortages;
  }
  /** Configured failures of instances that were launched. */
  get launchFailures(): LaunchFailures {
    return this.ec2State.launchFailures;
  }
  /** AWS interrupts a spot instance. */
  reclaim(id: string): void {
    this.end(id, 'Server.SpotInstanceTermination');
  }
  /** The instance ends with this state reason. `text` is AWS's text for the code by default. */
  end(id: string, code: string, text?: string): void {
    endInstance(this.ec2State, this.#known(id), stateReason(code, text));
  }
  /** The instance's operating system shuts down. */
  shutDown(id: string): void {
    shutDown(this.ec2State, this.#known(id));
  }
  /** AWS retires the instance's host. */
  retire(id: string): void {
    retire(this.ec2State, this.#known(id));
  }
  /** Whether the account may use EC2 Fleet. Without access, CreateFleet always fails. */
  allowFleets(allowed: boolean): void {
    this.ec2State.fleetAccess = allowed;
  }
  /** Only these zones offer the instance type; null: all of them. */
  offer(instanceType: string, zones: readonly string[] | null): void {
    if (zones === null) this.ec2State.offerings.delete(instanceType);
    else this.ec2State.offerings.set(instanceType, new Set(zones));
  }
  /** Registers an image. Only types of its architecture can run it. */
  addImage(image: Image): void {
    this.ec2State.images.set(image.id, image);
  }
  /** The image does not exist any more. Its instances stay. */
  deregisterImage(id: string): void {
    this.ec2State.images.delete(id);
  }
  /** Reserves capacity and returns the reservation's id. */
  reserve(
    reservation: Partial<CapacityReservation> & Pick<CapacityReservation, 'instanceType' | 'zone' | 'total'>,
  ): string {
    const id = reservation.id ?? `cr-${this.ec2State.newId()}`;
    this.ec2State.reservations.set(id, { match: 'open', isBlock: false, group: null, ...reservation, id });
    return id;
  }
  /** The spot price of a type in a zone moves to so many dollars per hour. */
  setSpotPrice(instanceType: string, zone: string, usd: number): void {
    this.ec2State.spotPrices.push({ instanceType, zone, usd, at: this.ec2State.now() });
  }
  /** The subnet has a route table of its own, without a route out of the VPC; or the main table again. */
  isolate(subnetId: string, isolated = true): void {
    if (isolated) this.ec2State.isolated.add(subnetOf(this.ec2State, subnetId).id);
    else this.ec2State.isolated.delete(subnetId);
  }
  get encryptsVolumes(): boolean {
    return this.ec2State.encryptsVolumes;
  }
  /** Whether the account encrypts every new EBS volume. */
  encryptVolumes(encrypts: boolean): void {
    this.ec2State.encryptsVolumes = encrypts;
  }
  /** How late fleets react from now on. */
  changeFleetDelays(change: Partial<FleetDelays>): void {
    this.ec2State.fleetDelays = { ...this.ec2State.fleetDelays, ...change };
  }
  /** Whether an instance runs now. */
  isRunning(id: string): boolean {
    const { instances, now, lifetimes } = this.ec2State;
    const instance = instances.get(id);
    return instance !== undefined && stateOf(instance, now(), lifetimes) === 'running';
  }

  /** Changes durations from now on, also for instances that exist. */
  changeLifetimes(change: Partial<Lifetimes>): void {
    this.ec2State.lifetimes = { ...this.ec2State.lifetimes, ...change };
  }
  /** Makes the status checks of a running instance fail, or pass again. */
  impair(id: string, impaired = true): void {
    this.#known(id).impaired = impaired;
  }
  protect(id: string, on = true): void {
    this.#known(id).protected = on;
  }

  #known(id: string): Instance {
    const instance = this.ec2State.instances.get(id);
    if (instance === undefined) throw new Ec2Error('InvalidInstanceID.NotFound', `There is no instance ${id}`);
    endIfDue(this.ec2State, instance);
    return instance;
  }
}
