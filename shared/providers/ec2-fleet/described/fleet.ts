import type { Reason } from '../../../model/index.ts';
import { TAG } from '../../../names/index.ts';
import type { SeenInstance } from '../../instances/seen-instance.ts';
import { because } from '../because.ts';

/** A fleet as EC2 describes it: the part that this product reads. Times are ms since the epoch. */
export interface DescribedFleet {
  readonly id: string;
  /** `maintain`, `request` or `instant`. */
  readonly type: string;
  /** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/EC2-fleet-states.html */
  readonly state: string;
  /** The total target capacity, and what of it is on demand. The rest is spot. */
  readonly desired: number;
  readonly onDemand: number;
  readonly defaultMarket: 'on-demand' | 'spot';
  /** The capacity counts units, memory or vCPUs rather than instances. */
  readonly weighted: boolean;
  /** Whether EC2 could not launch all of it lately. */
  readonly failing: boolean;
  /** When it stops launching; null: never. */
  readonly validUntil: number | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly members: readonly FleetMember[];
}

export interface FleetMember {
  readonly id: string;
  readonly instanceType: string;
  readonly healthy: boolean;
  /** As EC2 describes it; null if it does not show it yet. */
  readonly instance: SeenInstance | null;
}

const LEAVING = new Set(['shutting-down', 'terminated']);

/** Whether the fleet counts it. It notices a while later that an instance has ended. */
const isCapacity = ({ instance }: FleetMember): boolean => instance === null || !LEAVING.has(instance.state);
export const capacityOf = ({ members }: Pick<DescribedFleet, 'members'>): readonly FleetMember[] =>
  members.filter(isCapacity);
export const isSpot = ({ instance }: FleetMember): boolean => instance?.lifecycle === 'spot';

/** A number for each market. */
export interface Markets {
  readonly onDemand: number;
  readonly spot: number;
}

export const targetOf = ({ desired, onDemand }: DescribedFleet): Markets => ({ onDemand, spot: desired - onDemand });

/** What the fleet has. An instance that EC2 does not show yet is of the market that lacks one. */
export function aliveIn(fleet: DescribedFleet): Markets {
  const capacity = capacityOf(fleet);
  const spot = capacity.filter(isSpot).length;
  const unseen = capacity.filter(({ instance }) => instance === null).length;
  const onDemand = capacity.length - spot - unseen;
  const unseenOnDemand = Math.min(unseen, Math.max(0, targetOf(fleet).onDemand - onDemand));
  return { onDemand: onDemand + unseenOnDemand, spot: spot + unseen - unseenOnDemand };
}

const beyond = (one: Markets, other: Markets): number =>
  Math.max(0, one.onDemand - other.onDemand) + Math.max(0, one.spot - other.spot);

/** Capacity that the fleet wants and has no instance for yet. */
export const orderedBy = (fleet: DescribedFleet): number => beyond(targetOf(fleet), aliveIn(fleet));
/** Instances beyond the target, which the fleet neither ends nor replaces. */
export const surplusIn = (fleet: DescribedFleet): number => beyond(aliveIn(fleet), targetOf(fleet));

/** Why a fleet can never be resized; null if it can. */
export function unfit({ id, type, state }: Pick<DescribedFleet, 'id' | 'type' | 'state'>): Reason | null {
  if (type !== 'maintain') return because['fleet-not-maintained']({ id, type });
  return state.startsWith('deleted') || state === 'failed' ? because['fleet-not-active']({ id, state }) : null;
}

/** Why a fleet is not resized now; null if it is. */
export function hindrance({ id, state, weighted }: DescribedFleet): Reason | null {
  if (weighted) return because['fleet-counts-units']({ id });
  return state === 'active' ? null : because['fleet-changing']({ id, state });
}

/** Only an instance with the stage's tag may be terminated. Tags come from the launch template. */
export const untaggedIn = (fleet: DescribedFleet): number =>
  capacityOf(fleet).filter(({ instance }) => instance !== null && instance.tags[TAG.stage] === undefined).length;
