import { type Reason, unitsOf, weightOf } from '../../model/index.ts';
import type { Market } from '../instances/listed-worker.ts';
import type { AddRequest, Planned } from '../provider-module.ts';
import { because } from './because.ts';
import { spotShare } from './composition.ts';
import type { Ec2Config } from './format/config.ts';
import { typesOf, weightsOf } from './instance-types.ts';
import { nameOf } from './launching/requirements.ts';
import { workersBySubnet } from './launching/spread.ts';
import { lightestIn } from './launching/weights.ts';
import { type Ec2Launch, FLEET_ACCESS, marketsOf, type Pool, type PoolStart, poolKey } from './ports.ts';

/** A rollout may say which image a version of the template has. */
type LaunchedFrom = Ec2Config['launchTemplate'] & { readonly image?: string };

/** The keys of all pools of a policy, in both markets, and of EC2 Fleet itself. */
export const offeringsOf = (config: Ec2Config): string[] => [
  FLEET_ACCESS,
  ...poolsOf(config).flatMap((pool) => (['on-demand', 'spot'] as const).map((market) => poolKey(pool, market))),
];

/** Every type in every subnet. Those of requirements have their name in the place of a type. */
export function poolsOf(config: Ec2Config): Pool[] {
  const { subnets, requirements } = config;
  const types = requirements ? [nameOf(requirements)] : typesOf(config);
  const weights = weightsOf(config);
  return subnets.flatMap((subnet) =>
    types.map((instanceType): Pool => ({ instanceType, subnet, ...(weights && { weight: weights[instanceType] }) })),
  );
}

/** The types that were short in subnets of the policy, in any of the markets. */
const shortIn = (
  { subnets }: Ec2Config,
  markets: readonly Market[],
  unavailable: ReadonlyMap<string, number>,
  now: number,
) =>
  [...unavailable].flatMap(([key, until]): Pool[] => {
    const [instanceType = '', subnet = '', market] = key.split('/');
    const isMeant = until > now && instanceType.includes('.') && subnets.includes(subnet);
    return isMeant && markets.includes(market as Market) ? [{ instanceType, subnet }] : [];
  });

/**
 * Exactly what to ask EC2 for, so that `count` units more come close to the policy's spot share; nothing when every
 * pool of the policy has lately answered with a capacity error. Workers launched and not listed yet count; those that
 * drain or are to be replaced do not, so that a worker of the on-demand base is replaced by another one.
 */
export function planToAdd(config: Ec2Config, request: AddRequest): Planned<Ec2Launch> {
  const { token, workers, launching, unavailable, now } = request;
  const pools = poolsOf(config);
  const isLeftOut = (key: string): boolean => (unavailable.get(key) ?? 0) > now;
  const open = (market: Market) => pools.filter((pool) => !isLeftOut(poolKey(pool, market)));
  const staying = workers.filter(({ drainingUntil, unhealthy }) => drainingUntil === null && unhealthy === null);
  const { name, id, version, image }: LaunchedFrom = config.launchTemplate;
  const launchTemplate = {
    version,
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
    ...(image && { image }),
  };
  const starts = request.members ? startsFor(config, request, staying, open('on-demand')) : [];
  const started = unitsOf(starts);
  const count = request.count - started;
  const first: Ec2Launch = { token, launchTemplate, onDemand: 0, spot: 0, pools: [], starts };
  if (started > 0 && count <= 0) return { plan: first, count: started, deferred: 0, reasons: [] };
  const there: Held[] = [
    ...staying.map(({ details: { market }, weight }) => ({ market, weight })),
    ...launching.map(({ capacityType: market, weight }) => ({ market, weight })),
    ...starts.map(({ weight }) => ({ market: 'on-demand', weight })),
  ];
  const wanted = request.restores ? restored(config.spot, there, count) : marketSplit(config.spot, there, count);
  const isSpotShut = wanted.spot > 0 && open('spot').length === 0;
  const instead =
    config.spot.fallback === 'on-demand' && isSpotShut && !request.restores
      ? [{ onDemand: count, spot: 0, substitutes: true as const }]
      : [];
  // One call has one list of pools: those open to every market it asks for. A market that is short everywhere waits.
  const attempts = [wanted, ...instead, { ...wanted, spot: 0 }, { ...wanted, onDemand: 0 }].map((split) => ({
    ...split,
    pools: pools.filter((pool) => marketsOf(split).every((market) => open(market).includes(pool))),
  }));
  const attempt = attempts.find(({ onDemand, spot, pools: usable }) => onDemand + spot > 0 && usable.length > 0);
  if (!attempt) {
    const plan = started > 0 ? first : null;
    const excluded = attempts.flatMap(marketsOf).flatMap((market) => pools.map((pool) => poolKey(pool, market)));
    return { plan, count: started, deferred: count, reasons: excludedReasons(excluded, unavailable) };
  }
  const asked = attempt.onDemand + attempt.spot;
  const plan: Ec2Launch = {
    token,
    launchTemplate,
    ...attempt,
    ...(config.spread === 'even' && config.subnets.length > 1
      ? { there: workersBySubnet(config.subnets, staying, launching) }
      : {}),
    ...(isLeftOut(FLEET_ACCESS) ? { by: 'run-instances' as const } : {}),
    ...(config.requirements && {
      requirements: config.requirements,
      leftOut: shortIn(config, marketsOf(attempt), unavailable, now),
    }),
    ...(config.reservations !== 'none' && attempt.onDemand > 0 ? { reservations: config.reservations } : {}),
    ...(started > 0 && { starts }),
    ...(request.forPool && { warm: true as const }),
  };
  return { plan, count: asked + started, deferred: count - asked, reasons: [] };
}

/** No reason if no pool is excluded: then there is nothing to launch, because the missing spot workers are on their way. */
function excludedReasons(pools: readonly string[], unavailable: ReadonlyMap<string, number>): Reason[] {
  const until = Math.min(...pools.flatMap((key) => unavailable.get(key) ?? []));
  return until < Infinity ? [because['all-pools-excluded']({ until: new Date(until).toISOString() })] : [];
}

/**
 * The members of the warm pool that are started: of pools that were not short lately, in the zones with the least first, and
 * none that would bring more than is missing, unless a launch would bring as much.
 */
function startsFor(
  config: Ec2Config,
  { count, members = [], launching }: AddRequest,
  staying: AddRequest['workers'],
  open: readonly Pool[],
): PoolStart[] {
  const left = members.flatMap(({ id, details: { instanceType = '', subnet = '' } }): PoolStart[] => {
    const found = open.find(
      (pool) => pool.subnet === subnet && (config.requirements !== undefined || pool.instanceType === instanceType),
    );
    return found ? [{ ...found, instanceType, id }] : [];
  });
  const there = new Map(Object.entries(workersBySubnet(config.subnets, staying, launching)));
  const lightest = lightestIn({ pools: poolsOf(config) });
  const chosen: PoolStart[] = [];
  for (let missing = count; missing > 0; ) {
    const fitting = left.filter((each) => !chosen.includes(each) && weightOf(each) <= Math.max(missing, lightest));
    const [next] = fitting.toSorted((one, other) => (there.get(one.subnet) ?? 0) - (there.get(other.subnet) ?? 0));
    if (!next) break;
    chosen.push(next);
    there.set(next.subnet, (there.get(next.subnet) ?? 0) + weightOf(next));
    missing -= weightOf(next);
  }
  return chosen;
}

/** Spot workers in the place of as many on-demand ones, which are still among those that are there. */
function restored(spot: Ec2Config['spot'], there: readonly Held[], count: number): Split {
  const missing = spotShare(spot, unitsOf(there)) - unitsOf(there.filter(isSpot));
  return { onDemand: 0, spot: Math.max(0, Math.min(count, missing)) };
}

/** What a worker that is there, or about to be, holds of the capacity. */
interface Held {
  readonly market: string | undefined;
  readonly weight: number | undefined;
}

const isSpot = ({ market }: Held): boolean => market === 'spot';

interface Split {
  readonly onDemand: number;
  readonly spot: number;
}

/** On-demand up to the base, then the percentage of what exceeds it as spot; counts what is there already. */
export function marketSplit(
  { percent, onDemandBase }: { percent: number; onDemandBase: number },
  there: readonly Held[],
  count: number,
): Split {
  const total = unitsOf(there) + count;
  const spotTotal = Math.floor((Math.max(0, total - onDemandBase) * percent) / 100);
  const spot = Math.min(count, Math.max(0, spotTotal - unitsOf(there.filter(isSpot))));
  return { onDemand: count - spot, spot };
}
