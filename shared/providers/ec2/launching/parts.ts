import type { Market } from '../../instances/listed-worker.ts';
import { type Ec2Launch, marketsOf, type Pool, poolKey } from '../ports.ts';
import { MOST_IN_A_FLEET } from './requirements.ts';

/** One request of a launch. It depends only on the launch, so that a repeated launch makes the same requests. */
export interface LaunchPart {
  readonly token: string;
  readonly onDemand: number;
  readonly spot: number;
  readonly pools: readonly Pool[];
}

/** What one request brought. */
export interface PartAnswer {
  readonly launched: readonly { readonly market: Market; readonly subnet: string }[];
  /** Keys of the pools that returned an error. */
  readonly short: readonly string[];
  /** Whether a repeated request gets the same answer. */
  readonly isFinal: boolean;
}

type Wanted = Pick<Ec2Launch, 'token' | 'onDemand' | 'spot' | 'pools' | 'there' | 'requirements'>;

/**
 * The requests of a launch: one, or one for each zone that gets workers. The zones with the fewest workers are filled
 * first. EC2 does not do this: with equal prices it always takes the same zone, and priorities fill one zone after another.
 */
export function partsOf({ token, onDemand, spot, pools, there, requirements }: Wanted): readonly LaunchPart[] {
  if (there === undefined)
    return [{ token, onDemand, spot, pools: requirements ? pools.slice(0, MOST_IN_A_FLEET) : pools }];
  const subnets = subnetsOf(pools);
  const counts = new Map(subnets.map((subnet) => [subnet, there[subnet] ?? 0]));
  const shares = new Map<string, Record<Market, number>>();
  const markets: Market[] = [...Array<Market>(onDemand).fill('on-demand'), ...Array<Market>(spot).fill('spot')];
  for (const market of markets) {
    const subnet = leastOf(counts);
    if (subnet === undefined) break;
    counts.set(subnet, (counts.get(subnet) ?? 0) + 1);
    const share = shares.get(subnet) ?? { 'on-demand': 0, spot: 0 };
    shares.set(subnet, { ...share, [market]: share[market] + 1 });
  }
  return [...shares].map(([subnet, share]) => ({
    token: `${token}-${subnets.indexOf(subnet)}`,
    onDemand: share['on-demand'],
    spot: share.spot,
    pools: pools.filter((pool) => pool.subnet === subnet),
  }));
}

/**
 * Makes the requests of a launch. What a zone does not have is requested from the other zones with the fewest workers,
 * then from all remaining pools. A further round requires that all answers are final, so that a repeated launch makes the
 * same requests.
 */
export async function launchInRounds<Answer extends PartAnswer>(
  launch: Ec2Launch,
  ask: (part: LaunchPart) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let wanted: Wanted | null = launch;
  for (let round = 1; wanted !== null; round++) {
    const asked = partsOf(wanted).map(ask);
    // If one request fails, the others are awaited before the launch fails.
    await Promise.allSettled(asked);
    answers.push(...(await Promise.all(asked)));
    const goesOn: boolean = launch.there !== undefined && round < ROUNDS && answers.every(({ isFinal }) => isFinal);
    wanted = goesOn ? restOf(launch, answers, round + 1) : null;
  }
  return answers;
}

const ROUNDS = 3;

/** The missing workers and the pools that were not short; null if nothing is missing or no pool is left. */
function restOf(launch: Ec2Launch, answers: readonly PartAnswer[], round: number): Wanted | null {
  const launched = answers.flatMap((answer) => answer.launched);
  const short = new Set(answers.flatMap((answer) => answer.short));
  const came = (market: Market): number => launched.filter((instance) => instance.market === market).length;
  const onDemand = Math.max(0, launch.onDemand - came('on-demand'));
  const spot = Math.max(0, launch.spot - came('spot'));
  for (const split of [
    { onDemand, spot },
    { onDemand, spot: 0 },
    { onDemand: 0, spot },
  ]) {
    const markets = marketsOf(split);
    const pools = launch.pools.filter((pool) => markets.every((market) => !short.has(poolKey(pool, market))));
    if (markets.length === 0 || pools.length === 0) continue;
    // Not `-2`, which is the third zone's token in the first round.
    const token = `${launch.token}-r${round}`;
    const { requirements } = launch;
    return {
      token,
      ...split,
      pools,
      requirements,
      ...(round < ROUNDS ? { there: counted(launch.there ?? {}, launched) } : {}),
    };
  }
  return null;
}

function counted(
  there: Readonly<Record<string, number>>,
  launched: PartAnswer['launched'],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { ...there };
  for (const { subnet } of launched) counts[subnet] = (counts[subnet] ?? 0) + 1;
  return counts;
}

const subnetsOf = (pools: readonly Pool[]): string[] => [...new Set(pools.map(({ subnet }) => subnet))];

/** The first of those with the lowest count. */
function leastOf(counts: ReadonlyMap<string, number>): string | undefined {
  let least: string | undefined;
  for (const [subnet, count] of counts) {
    if (least === undefined || count < (counts.get(least) ?? 0)) least = subnet;
  }
  return least;
}
