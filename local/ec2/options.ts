import { randomBytes } from 'node:crypto';
import { Shortages } from './faults.ts';
import { FLEET_DELAYS, type FleetDelays } from './fleets/model.ts';
import { IMAGES } from './instances/images.ts';
import { INSTANCE_TYPES } from './instances/instance-types.ts';
import { LIFETIMES, type Lifetimes } from './instances/lifecycle.ts';
import { defaultSubnets } from './instances/subnets.ts';
import { LaunchFailures } from './launching/launch-failures.ts';
import { ClientTokens } from './launching/tokens.ts';
import type { Subnet } from './model.ts';
import type { Ec2State } from './state.ts';

export interface LocalEc2Options {
  /** Ms since the epoch. */
  readonly now: () => number;
  /** 17 hexadecimal digits, never the same twice. */
  readonly newId: () => string;
  readonly lifetimes: Partial<Lifetimes>;
  readonly fleetDelays: Partial<FleetDelays>;
  readonly region: string;
  /** The subnets of a default VPC by default. */
  readonly subnets: readonly Subnet[];
  readonly instanceTypes: ReadonlySet<string>;
}

/** The state of an account without instances and launch templates. */
export function newState(options: Partial<LocalEc2Options>): Ec2State {
  const subnets = options.subnets ?? defaultSubnets(options.region ?? 'us-east-1');
  let sequence = 0;
  return {
    now: options.now ?? Date.now,
    newId: options.newId ?? (() => randomBytes(9).toString('hex').slice(0, 17)),
    lifetimes: { ...LIFETIMES, ...options.lifetimes },
    instanceTypes: options.instanceTypes ?? INSTANCE_TYPES,
    fleetDelays: { ...FLEET_DELAYS, ...options.fleetDelays },
    instances: new Map(),
    fleets: new Map(),
    instantFleets: new Map(),
    templates: new Map(),
    subnets: new Map(subnets.map((subnet) => [subnet.id, subnet])),
    tokens: new ClientTokens(),
    shortages: new Shortages(),
    launchFailures: new LaunchFailures(),
    offerings: new Map(),
    images: new Map(IMAGES.map((image) => [image.id, image])),
    reservations: new Map(),
    spotPrices: [],
    isolated: new Set(),
    fleetAccess: true,
    encryptsVolumes: false,
    nextSequence: () => ++sequence,
  };
}
