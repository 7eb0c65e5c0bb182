import * as z from 'zod';
import type { AddRequest, Planned } from '../provider-module.ts';
import type { Ec2Launch, Market, Pool } from './ports.ts';
import { poolKey } from './ports.ts';
import { because } from './reasons.ts';
import type { Ec2Config } from './schema.ts';

/** A plan to launch is exactly what EC2 is asked for; one to remove names the target groups that the workers leave. */
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
 * Exactly what to ask EC2 for, so that `count` workers more come close to the policy's spot share; nothing when every
 * pool of the policy has lately answered with a capacity error. Workers launched and not listed yet count.
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
  const isSpotShut = wanted.spot > 0 && open('spot').length === 0;
  const instead = config.spot.fallback === 'on-demand' && isSpotShut ? [{ onDemand: count, spot: 0 }] : [];
  // One call has one list of pools: those open to every market it asks for. A market that is short everywhere waits.
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

/** On-demand up to the base, then the percentage of what exceeds it as spot; counts what is there already. */
function marketSplit(
  { percent, onDemandBase }: { percent: number; onDemandBase: number },
  there: readonly (string | undefined)[],
  count: number,
): Split {
  const total = there.length + count;
  const spotInAll = Math.floor((Math.max(0, total - onDemandBase) * percent) / 100);
  const spotThere = there.filter((market) => market === 'spot').length;
  const spot = Math.min(count, Math.max(0, spotInAll - spotThere));
  return { onDemand: count - spot, spot };
}
