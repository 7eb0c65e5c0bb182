import type { Policy } from '../../policy/index.ts';
import type { GroupState } from '../../state/index.ts';
import { type LaunchIntent, type ListedWorker, type Market, type Pool, poolKey } from '../model.ts';

/**
 * Exactly what to ask EC2 for, so that `count` workers more come close to the policy's spot share; null when every
 * pool of the policy has lately answered with a capacity error. Workers launched and not listed yet count.
 */
export function launchIntent(
  policy: Policy,
  { provider: { launched } }: Pick<GroupState, 'provider'>,
  unavailable: ReadonlyMap<string, number>,
  listed: readonly ListedWorker[],
  count: number,
  token: string,
  now: number,
): LaunchIntent | null {
  const { provider } = policy;
  if (!provider || count === 0) return null;
  const pools = provider.subnets.flatMap((subnet) =>
    provider.instanceTypes.map((instanceType): Pool => ({ instanceType, subnet })),
  );
  const open = (market: Market) => pools.filter((pool) => (unavailable.get(poolKey(pool, market)) ?? 0) <= now);
  const wanted = marketSplit(
    provider.spot,
    [
      ...listed.filter(({ drainingUntil }) => drainingUntil === null),
      ...launched.filter(({ seen }) => !seen).map(({ capacityType }) => ({ market: capacityType as Market })),
    ],
    count,
  );
  const isSpotShut = wanted.spot > 0 && open('spot').length === 0;
  const instead = provider.spot.fallback === 'on-demand' && isSpotShut ? [{ onDemand: count, spot: 0 }] : [];
  // One call has one list of pools: those open to every market it asks for. A market that is short everywhere waits.
  const attempts = [wanted, ...instead, { ...wanted, spot: 0 }, { ...wanted, onDemand: 0 }].map((split) => ({
    ...split,
    pools: pools.filter((pool) => marketsOf(split).every((market) => open(market).includes(pool))),
  }));
  const attempt = attempts.find(({ onDemand, spot, pools: usable }) => onDemand + spot > 0 && usable.length > 0);
  if (!attempt) return null;
  const { name, id, version } = provider.launchTemplate;
  const launchTemplate = { version, ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
  const deferred = count - attempt.onDemand - attempt.spot;
  return { kind: 'launch', token, takeBack: [], vanished: 0, replaces: 0, deferred, launchTemplate, ...attempt };
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
  there: readonly { readonly market: Market }[],
  count: number,
): Split {
  const total = there.length + count;
  const spotInAll = Math.floor((Math.max(0, total - onDemandBase) * percent) / 100);
  const spotThere = there.filter(({ market }) => market === 'spot').length;
  const spot = Math.min(count, Math.max(0, spotInAll - spotThere));
  return { onDemand: count - spot, spot };
}
