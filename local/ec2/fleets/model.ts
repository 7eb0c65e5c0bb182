import type { FleetConfig, Market, TagSpecification, Tags } from '../model.ts';

/** A request for a fleet that keeps its capacity (`maintain`), or that asks for it once (`request`). */
export interface KeptFleetRequest {
  readonly clientToken: string | null;
  readonly type: string;
  readonly total: number;
  /** Null: not given. */
  readonly onDemand: number | null;
  readonly spot: number | null;
  readonly defaultMarket: Market;
  readonly unitType: string;
  readonly onDemandStrategy: string;
  readonly spotStrategy: string;
  readonly configs: readonly FleetConfig[];
  /** Of each override, in the order of the configurations; null: not given. */
  readonly weights: readonly (number | null)[];
  readonly tagSpecifications: readonly TagSpecification[];
  readonly excess: ExcessPolicy;
  readonly replacesUnhealthy: boolean;
  /** ms since the epoch; null: no end. */
  readonly validUntil: number | null;
  readonly endsInstances: boolean;
}

export type ExcessPolicy = 'termination' | 'no-termination';

/** How many of each market. They add up to the total. */
export type Target = Readonly<Record<Market, number>>;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/EC2-fleet-states.html */
export type FleetState = 'submitted' | 'active' | 'modifying' | 'deleted_running' | 'deleted_terminating' | 'deleted';

export interface Fleet {
  readonly id: string;
  readonly createdAt: number;
  readonly request: KeptFleetRequest;
  readonly tags: Tags;
  state: FleetState;
  /** Since when it is submitted or being modified. */
  since: number;
  /** As it was set last. What the fleet keeps until it has been modified is `kept`. */
  target: Target;
  kept: Target;
  excess: ExcessPolicy;
  /** When it compares what it has with what it keeps; null: it has nothing to do. */
  checkAt: number | null;
  /** Whether the fleet could not launch all at its last comparison. */
  isShort: boolean;
  /** Its instances by id, with the capacity of each. */
  readonly members: Map<string, { readonly market: Market; readonly weight: number }>;
  /** Oldest first. */
  readonly history: FleetEvent[];
}

const FLEET_EVENTS = ['service-error', 'fleet-change', 'instance-change'] as const;
export const EVENT_TYPES: ReadonlySet<string> = new Set(FLEET_EVENTS);

export interface FleetEvent {
  readonly at: number;
  readonly type: (typeof FLEET_EVENTS)[number];
  readonly subType: string;
  readonly description: string;
  readonly instanceId: string | null;
}

/** How late a fleet reacts, in ms. */
export interface FleetDelays {
  /** Until it launches what it lacks, and notices what has ended. */
  readonly reaction: number;
  /** From ModifyFleet until the new target is kept. */
  readonly modifying: number;
  /** Until it tries again what it could not launch. */
  readonly retry: number;
}
export const FLEET_DELAYS: FleetDelays = { reaction: 2_000, modifying: 1_000, retry: 15_000 };

export const totalOf = ({ 'on-demand': onDemand, spot }: Target): number => onDemand + spot;

export function fulfilled(fleet: Fleet, market: Market): number {
  const of = [...fleet.members.values()].filter((member) => member.market === market);
  return of.reduce((sum, { weight }) => sum + weight, 0);
}
