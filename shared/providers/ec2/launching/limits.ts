import { type Reason, weightOf } from '../../../model/index.ts';
import type { Market } from '../../instances/listed-worker.ts';
import { because } from '../because.ts';
import type { Ec2Launch, LaunchRoom, Pool } from '../ports.ts';

/** A launch reduced to what the limits allow. */
export interface Fitted {
  /** Null if the limits allow no worker. */
  readonly launch: Ec2Launch | null;
  /** Why the launch was reduced; null if it was not. */
  readonly reason: Reason | null;
}

/** Limits a launch to the free addresses and vCPU quotas. EC2 would reject a larger launch and still count the call. */
export function withinRoom(launch: Ec2Launch, room: LaunchRoom): Fitted {
  const { addresses } = room;
  const full = [...new Set(launch.pools.map(({ subnet }) => subnet))].filter((subnet) => addresses.get(subnet) === 0);
  const pools = launch.pools.filter(({ subnet }) => !full.includes(subnet));
  // At best, every address is that of a worker of the heaviest type.
  const free =
    sumOf([...new Set(pools.map(({ subnet }) => subnet))].map((subnet) => addresses.get(subnet))) *
    Math.max(1, ...pools.map(weightOf));
  const onDemand = Math.min(launch.onDemand, free, affordable('on-demand', pools, room, launch));
  const spot = Math.min(launch.spot, free - onDemand, affordable('spot', pools, room, launch));
  const limits = [
    ...(free < askedBy(launch) ? [addressesReason(launch.pools, addresses)] : []),
    ...(onDemand < Math.min(launch.onDemand, free) ? [quotaReason('on-demand', room)] : []),
    ...(spot < Math.min(launch.spot, free - onDemand) ? [quotaReason('spot', room)] : []),
  ];
  const reason = limits.length > 0 ? because['launch-limits']({ limits }) : null;
  return { launch: onDemand + spot > 0 ? { ...launch, pools, onDemand, spot } : null, reason };
}

/** The launch with at most `count` units more, with the same shares of both markets. */
export function cutTo(launch: Ec2Launch, count: number): Ec2Launch {
  const asked = askedBy(launch);
  if (count >= asked) return launch;
  const onDemand = Math.min(count, Math.ceil((launch.onDemand * count) / asked));
  return { ...launch, onDemand, spot: count - onDemand };
}

export const askedBy = ({ onDemand, spot }: Pick<Ec2Launch, 'onDemand' | 'spot'>): number => onDemand + spot;

/**
 * The most that a market's quota allows, of the type of which it allows most. Capacity Blocks do not count toward quotas.
 */
function affordable(
  market: Market,
  pools: readonly Pool[],
  { vcpus, vcpusOf }: LaunchRoom,
  { requirements, reservations }: Ec2Launch,
): number {
  const left = reservations === 'capacity-block' ? undefined : vcpus[market];
  const least = requirements?.vcpus?.min || undefined;
  const amounts = pools.map((pool) => {
    const size = requirements ? least : vcpusOf.get(pool.instanceType);
    return size === undefined || left === undefined ? undefined : Math.floor(left / size) * weightOf(pool);
  });
  const known = amounts.filter((amount) => amount !== undefined);
  if (known.length < amounts.length || known.length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...known);
}

const sumOf = (figures: readonly (number | undefined)[]): number =>
  figures.reduce<number>((sum, figure) => sum + (figure ?? Number.POSITIVE_INFINITY), 0);

function addressesReason(pools: readonly Pool[], addresses: ReadonlyMap<string, number>): Reason {
  const subnets = [...new Set(pools.map(({ subnet }) => subnet))];
  return because['free-addresses']({ subnets, free: subnets.map((subnet) => addresses.get(subnet) ?? null) });
}

const quotaReason = (market: Market, { vcpus }: LaunchRoom): Reason =>
  because['vcpu-quota']({ market, vcpus: vcpus[market] ?? 0 });
