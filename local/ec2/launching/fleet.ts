import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { subnetOf } from '../instances/subnets.ts';
import type { FleetConfig, Instance, Market, TagSpecification } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { type Candidate, candidatesOf, tiersOf } from './fleet-pools.ts';
import { instanceTags, launch } from './launch.ts';
import { rejectSpotRequestTags } from './launch-tags.ts';
import { securityGroupsOf } from './network.ts';
import { reservationFor, targetOf } from './reservations.ts';

export interface FleetRequest {
  readonly clientToken: string | null;
  readonly type: string;
  readonly total: number;
  readonly onDemand: number;
  readonly spot: number;
  /** The market of the rest of `total`. */
  readonly defaultMarket: Market | 'capacity-block';
  /** Free capacity reservations first. */
  readonly reservationsFirst?: boolean;
  readonly onDemandStrategy: string;
  readonly spotStrategy: string;
  readonly configs: readonly FleetConfig[];
  readonly tagSpecifications: readonly TagSpecification[];
}
export interface FleetAnswer {
  readonly fleetId: string;
  readonly launches: readonly {
    readonly candidate: Candidate;
    readonly market: Market;
    readonly ids: readonly string[];
  }[];
  readonly errors: readonly { readonly candidate: Candidate; readonly market: Market; readonly error: Ec2Error }[];
}

/**
 * Creates an instant fleet, which is synchronous and may be partial. The response lists the errors of single pools (no
 * capacity, no such subnet or type) with the launched instances. An invalid request throws and launches nothing.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instant-fleet.html
 */
export function createFleet(ec2State: Ec2State, request: FleetRequest): FleetAnswer {
  // https://github.com/runs-on/runs-on/issues/88
  if (!ec2State.fleetAccess) {
    throw new Ec2Error(
      'MaxFleetCountExceeded',
      "You've reached your quota for maximum Fleet Requests for this account.",
    );
  }
  return ec2State.tokens.once('CreateFleet', request, () => {
    check(request);
    const candidates = candidatesOf(ec2State, request.configs);
    const tags = new Map(
      candidates.map((candidate) => [candidate, instanceTags(candidate.data, request.tagSpecifications)]),
    );
    const fleetId = `fleet-${uuidOf(ec2State)}`;
    const counts = countsOf(request);
    rejectOtherMarkets(candidates, request);

    const launches: FleetAnswer['launches'][number][] = [];
    const errors: FleetAnswer['errors'][number][] = [];
    for (const market of ['on-demand', 'spot'] as const) {
      const strategy = market === 'spot' ? request.spotStrategy : request.onDemandStrategy;
      const launched = new Map<Candidate, string[]>();
      const reservations = new Map<Candidate, string>(candidates.map((one) => [one, `r-${ec2State.newId()}`]));
      const launchOne = (candidate: Candidate): boolean => {
        const answer = launchFrom(ec2State, candidate, market, reservations.get(candidate) ?? '', [
          ...(tags.get(candidate) ?? []),
          ['aws:ec2:fleet-id', fleetId],
        ]);
        if (answer instanceof Ec2Error) {
          errors.push({ candidate, market, error: answer });
          return false;
        }
        launched.set(candidate, [...(launched.get(candidate) ?? []), answer.id]);
        return true;
      };
      let lacking = counts[market];
      const tiers = tiersOf(candidates, strategy);
      // "If multiple instance pools have unused Capacity Reservations, the On-Demand allocation strategy is applied."
      // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-on-demand-capacity-reservations.html
      if (market === 'on-demand' && request.reservationsFirst) {
        const launchReserved = (one: Candidate): boolean => hasReservation(ec2State, one) && launchOne(one);
        for (const tier of tiers) lacking -= launchInTurns(tier, lacking, launchReserved);
      }
      for (const tier of tiers) lacking -= launchInTurns(tier, lacking, launchOne);
      for (const [candidate, ids] of launched) launches.push({ candidate, market, ids });
    }
    rememberInstant(ec2State, fleetId, request);
    return { fleetId, launches, errors };
  });
}

/**
 * Launches instances until they are `count` units or more, one per candidate and turn. Skips a candidate once it fails.
 * Returns the units: the last instance may exceed the count.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-instance-weighting.html
 */
function launchInTurns(
  tier: readonly Candidate[],
  count: number,
  launchOne: (candidate: Candidate) => boolean,
): number {
  let lacking = count;
  let remaining = [...tier];
  while (lacking > 0 && remaining.length > 0) {
    const succeeded: Candidate[] = [];
    for (const candidate of remaining) {
      if (lacking <= 0) return count - lacking;
      if (!launchOne(candidate)) continue;
      lacking -= candidate.override?.weight ?? 1;
      succeeded.push(candidate);
    }
    remaining = succeeded;
  }
  return count - lacking;
}

/** Launches one instance from the pool; `at`: when a fleet does so by itself. */
export function launchFrom(
  ec2State: Ec2State,
  candidate: Candidate,
  market: Market,
  reservationId: string,
  tags: Iterable<readonly [string, string]>,
  at?: number,
): Instance | Ec2Error {
  try {
    rejectSpotRequestTags(candidate.data, [], market);
    return launch(ec2State, {
      instanceType: candidate.instanceType,
      imageId: candidate.override?.imageId ?? candidate.data.imageId,
      subnet: candidate.subnet ?? subnetOf(ec2State, candidate.subnetId),
      securityGroups: securityGroupsOf(candidate.data),
      market,
      target: targetOf(candidate.data),
      tags: new Map([
        ...tags,
        ['aws:ec2launchtemplate:id', candidate.template.id],
        ['aws:ec2launchtemplate:version', String(candidate.version)],
      ]),
      protected: candidate.data.disableApiTermination,
      hibernates: candidate.data.hibernates,
      volumes: candidate.data.volumes,
      shutdownBehavior: candidate.data.shutdownBehavior,
      reservationId,
      clientToken: null,
      ...(at !== undefined && { at }),
    });
  } catch (error) {
    if (error instanceof Ec2Error) return error;
    throw error;
  }
}

function hasReservation(ec2State: Ec2State, { instanceType, subnet, data }: Candidate): boolean {
  if (instanceType === null || subnet === null) return false;
  const found = reservationFor(ec2State, { instanceType, zone: subnet.zone }, targetOf(data));
  return found !== null && !(found instanceof Ec2Error);
}

/** A template for a Capacity Block launches into nothing else, and nothing else launches into one. */
function rejectOtherMarkets(candidates: readonly Candidate[], { defaultMarket, onDemand, spot }: FleetRequest): void {
  const isForBlock = defaultMarket === 'capacity-block';
  if (isForBlock && (onDemand > 0 || spot > 0)) {
    throw invalidFleet('A fleet for Capacity Blocks has neither an on-demand nor a spot target capacity.');
  }
  if (candidates.some(({ data }) => (data.isForBlock ?? false) !== isForBlock)) {
    throw invalidFleet(
      'The market type of the launch template must be capacity-block if, and only if, DefaultTargetCapacityType is capacity-block.',
    );
  }
}

const invalidFleet = (message: string): Ec2Error => new Ec2Error('InvalidFleetConfig', message);

function check(request: FleetRequest): void {
  if (request.configs.length === 0) throw missing('LaunchTemplateConfigs');
  if (request.total < 1) throw invalidValue('TotalTargetCapacity must be at least 1 for a fleet of type instant.');
  if (request.onDemand + request.spot > request.total) {
    throw new Ec2Error(
      'InvalidTargetCapacitySpecification',
      'The sum of OnDemandTargetCapacity and SpotTargetCapacity must not exceed TotalTargetCapacity.',
    );
  }
  const overrides = request.configs.flatMap((config) => config.overrides);
  const withRequirements = overrides.filter(({ requirements }) => requirements !== null);
  // https://github.com/osbuild/osbuild-composer/pull/3946
  if (withRequirements.length > 4) {
    throw invalidValue('Your request contains more than the maximum allowed number of InstanceRequirements (4)');
  }
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-attribute-based-instance-type-selection.html
  if (withRequirements.some(({ instanceType }) => instanceType !== null)) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'InstanceType and InstanceRequirements cannot be specified in the same override.',
    );
  }
  if (withRequirements.length > 0 && request.onDemandStrategy === 'prioritized') {
    throw invalidFleet('The allocation strategy prioritized is not supported with InstanceRequirements.');
  }
  for (const { resourceType } of request.tagSpecifications) {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleet.html, TagSpecification
    if (!['fleet', 'instance', 'volume', 'network-interface'].includes(resourceType)) {
      throw invalidValue(`'${resourceType}' is not a valid taggable resource type for this operation.`);
    }
  }
}

const marketOfRest = ({ defaultMarket }: FleetRequest): Market => (defaultMarket === 'spot' ? 'spot' : 'on-demand');

/** How many of each market: what is not given belongs to the default. */
function countsOf(request: FleetRequest): Record<Market, number> {
  const counts = { 'on-demand': request.onDemand, spot: request.spot };
  counts[marketOfRest(request)] += request.total - request.onDemand - request.spot;
  return counts;
}

/** An instant fleet can be described by its id, and neither be modified nor keep anything. */
function rememberInstant(ec2State: Ec2State, id: string, request: FleetRequest): void {
  const target = countsOf(request);
  const tagged = request.tagSpecifications.filter(({ resourceType }) => resourceType === 'fleet');
  ec2State.instantFleets.set(id, {
    id,
    createdAt: ec2State.now(),
    state: 'active',
    since: ec2State.now(),
    excess: 'termination',
    target,
    kept: target,
    checkAt: null,
    isShort: false,
    members: new Map(),
    history: [],
    tags: new Map(tagged.flatMap(({ tags }) => tags.map(({ key, value }) => [key, value]))),
    request: {
      ...request,
      defaultMarket: marketOfRest(request),
      unitType: 'units',
      weights: [],
      excess: 'termination',
      replacesUnhealthy: false,
      validUntil: null,
      endsInstances: false,
    },
  });
}

/** The end of a fleet's id. */
export function uuidOf(ec2State: Ec2State): string {
  const hex = (ec2State.newId() + ec2State.newId()).slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
