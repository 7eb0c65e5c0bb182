import type { Reason } from '../../model/index.ts';
import type { LaunchIntent, Market, Pool } from '../model.ts';
import type { LaunchRoom } from '../ports.ts';
import { because } from '../reasons.ts';

/** A launch cut down to what there is room for, and why; `intent` is null when there is none at all. */
export interface Fitted {
  readonly intent: LaunchIntent | null;
  /** Null when nothing was cut. */
  readonly reason: Reason | null;
}

/** Free addresses and vCPU quotas bound a launch before it is tried: EC2 would refuse it, and count the call. */
export function withinRoom(intent: LaunchIntent, room: LaunchRoom): Fitted {
  const { addresses } = room;
  const full = [...new Set(intent.pools.map(({ subnet }) => subnet))].filter((subnet) => addresses.get(subnet) === 0);
  const pools = intent.pools.filter(({ subnet }) => !full.includes(subnet));
  const asked = intent.onDemand + intent.spot;
  const free = sumOf([...new Set(pools.map(({ subnet }) => subnet))].map((subnet) => addresses.get(subnet)));
  const onDemand = Math.min(intent.onDemand, free, affordable('on-demand', pools, room));
  const spot = Math.min(intent.spot, free - onDemand, affordable('spot', pools, room));
  const reasons = [
    ...(free < asked ? [`${addressesText(intent.pools, addresses)}`] : []),
    ...(onDemand < Math.min(intent.onDemand, free) ? [quotaText('on-demand', room)] : []),
    ...(spot < Math.min(intent.spot, free - onDemand) ? [quotaText('spot', room)] : []),
  ];
  const reason = reasons.length > 0 ? because['launch-limits']({ limits: reasons }) : null;
  const deferred = intent.deferred + asked - onDemand - spot;
  if (onDemand + spot > 0) return { intent: { ...intent, pools, onDemand, spot, deferred }, reason };
  return { intent: intent.takeBack.length > 0 ? { ...intent, onDemand: 0, spot: 0, deferred } : null, reason };
}

/** The launch with at most `count` new workers, in the markets' proportion. */
export function cutTo(intent: LaunchIntent, count: number): LaunchIntent {
  const asked = intent.onDemand + intent.spot;
  if (count >= asked) return intent;
  const onDemand = Math.min(count, Math.ceil((intent.onDemand * count) / asked));
  return { ...intent, onDemand, spot: count - onDemand, deferred: intent.deferred + asked - count };
}

/** Workers that a market's quota leaves room for, were all of the smallest type. */
function affordable(market: Market, pools: readonly Pool[], { vcpus, vcpusOf }: LaunchRoom): number {
  const left = vcpus[market];
  const sizes = pools.map(({ instanceType }) => vcpusOf.get(instanceType));
  const known = sizes.filter((size) => size !== undefined);
  if (left === undefined || known.length < sizes.length || known.length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor(left / Math.min(...known)));
}

const sumOf = (figures: readonly (number | undefined)[]): number =>
  figures.reduce<number>((sum, figure) => sum + (figure ?? Number.POSITIVE_INFINITY), 0);

function addressesText(pools: readonly Pool[], addresses: ReadonlyMap<string, number>): string {
  const subnets = [...new Set(pools.map(({ subnet }) => subnet))];
  return subnets.map((subnet) => `${subnet} has ${addresses.get(subnet) ?? 'unknown'} free addresses`).join(', ');
}

const quotaText = (market: Market, { vcpus }: LaunchRoom): string =>
  `the account's ${market} quota leaves ${vcpus[market]} vCPUs`;
