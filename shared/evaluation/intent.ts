import type { Policy } from '../policy/index.ts';
import { type GroupState, type LaunchIntent, type ListedWorker, type Market, type Pool, poolKey } from './model.ts';

/**
 * Exactly what to ask EC2 for, so that `count` workers more come close to the policy's spot share; null when every
 * pool of the policy has lately answered with a capacity error.
 */
export function launchIntent(
  policy: Policy,
  state: GroupState,
  listed: readonly ListedWorker[],
  count: number,
  token: string,
  now: number,
): LaunchIntent | null {
  const { provider } = policy;
  if (!provider) return null;
  const pools = provider.subnets.flatMap((subnet) =>
    provider.instanceTypes.map((instanceType): Pool => ({ instanceType, subnet })),
  );
  const open = (market: Market) => pools.filter((pool) => (state.unavailable[poolKey(pool, market)] ?? 0) <= now);
  const wanted = marketSplit(provider.spot, listed, count);
  // One call has one list of pools: those open to every market that it asks for.
  const markets: Market[] = [
    ...(wanted.onDemand > 0 ? ['on-demand' as const] : []),
    ...(wanted.spot > 0 ? ['spot' as const] : []),
  ];
  const usable = markets.map(open).reduce((common, each) => common.filter((pool) => each.includes(pool)), pools);
  if (usable.length === 0) return null;
  const { name, id, version } = provider.launchTemplate;
  const launchTemplate = { version, ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
  return { kind: 'launch', token, ...wanted, launchTemplate, pools: usable };
}

/** On-demand up to the base, then the percentage of what exceeds it as spot; counts what is there already. */
function marketSplit(
  { percent, onDemandBase }: { percent: number; onDemandBase: number },
  listed: readonly ListedWorker[],
  count: number,
): { onDemand: number; spot: number } {
  const total = listed.length + count;
  const spotInAll = Math.floor((Math.max(0, total - onDemandBase) * percent) / 100);
  const spotThere = listed.filter(({ market }) => market === 'spot').length;
  const spot = Math.min(count, Math.max(0, spotInAll - spotThere));
  return { onDemand: count - spot, spot };
}
