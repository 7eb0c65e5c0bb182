import * as z from 'zod';
import type { AddRequest, Planned } from '../provider-module.ts';
import type { Ec2Launch, Market, Pool } from './ports.ts';
import { poolKey } from './ports.ts';
import { because } from './reasons.ts';
import type { Ec2Config } from './schema.ts';

/** A launch plan is the request to EC2. A removal plan has the target groups of the workers. */
export const planSchema = z.union([
  z.object({
    token: z.string(),
    onDemand: z.int().min(0),
    spot: z.int().min(0),
    launchTemplate: z.object({ name: z.string().optional(), id: z.string().optional(), version: z.string() }),
    pools: z.array(z.object({ instanceType: z.string(), subnet: z.string() })).readonly(),
  }),
  z.object({ targetGroups: z.array(z.string()).readonly() }),
]);
export type Ec2Plan = z.output<typeof planSchema>;
export interface Ec2Removal {
  readonly targetGroups: readonly string[];
}

/** The keys of all pools of a policy, in both markets. */
export const offeringsOf = (config: Ec2Config): string[] =>
  poolsOf(config).flatMap((pool) => (['on-demand', 'spot'] as const).map((market) => poolKey(pool, market)));

const poolsOf = ({ subnets, instanceTypes }: Ec2Config): Pool[] =>
  subnets.flatMap((subnet) => instanceTypes.map((instanceType): Pool => ({ instanceType, subnet })));

/**
 * Plans the request for `count` more workers, so that the group gets close to the policy's spot share. Launched workers
 * that are not listed yet count. Plans nothing if every pool of the policy is excluded.
 */
export function planToAdd(config: Ec2Config, request: AddRequest): Planned<Ec2Launch> {
  const { count, token, workers, launching, unavailable, now } = request;
  const pools = poolsOf(config);
  const open = (market: Market) => pools.filter((pool) => (unavailable.get(poolKey(pool, market)) ?? 0) <= now);
  const there = [
    ...workers.filter(({ drainingUntil }) => drainingUntil === null).map(({ details }) => details['market']),
    ...launching.map(({ capacityType }) => capacityType),
  ];
  const wanted = marketSplit(config.spot, there, count);
  const isSpotExcluded = wanted.spot > 0 && open('spot').length === 0;
  const instead = config.spot.fallback === 'on-demand' && isSpotExcluded ? [{ onDemand: count, spot: 0 }] : [];
  // A call has one list of pools, so each pool must be usable in every requested market. If a market has no usable pool,
  // only the other one is requested.
  const attempts = [wanted, ...instead, { ...wanted, spot: 0 }, { ...wanted, onDemand: 0 }].map((split) => ({
    ...split,
    pools: pools.filter((pool) => marketsOf(split).every((market) => open(market).includes(pool))),
  }));
  const attempt = attempts.find(({ onDemand, spot, pools: usable }) => onDemand + spot > 0 && usable.length > 0);
  if (!attempt) return { plan: null, count: 0, deferred: count, reasons: [because['all-pools-excluded']({})] };
  const { name, id, version } = config.launchTemplate;
  const launchTemplate = { version, ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
  const asked = attempt.onDemand + attempt.spot;
  return { plan: { token, launchTemplate, ...attempt }, count: asked, deferred: count - asked, reasons: [] };
}

interface Split {
  readonly onDemand: number;
  readonly spot: number;
}

const marketsOf = ({ onDemand, spot }: Split): Market[] => [
  ...(onDemand > 0 ? ['on-demand' as const] : []),
  ...(spot > 0 ? ['spot' as const] : []),
];

/** On-demand up to the base, then the percentage of the rest as spot. Includes existing workers. */
function marketSplit(
  { percent, onDemandBase }: { percent: number; onDemandBase: number },
  there: readonly (string | undefined)[],
  count: number,
): Split {
  const total = there.length + count;
  const spotTotal = Math.floor((Math.max(0, total - onDemandBase) * percent) / 100);
  const spotThere = there.filter((market) => market === 'spot').length;
  const spot = Math.min(count, Math.max(0, spotTotal - spotThere));
  return { onDemand: count - spot, spot };
}
