import { unitsOf, weightOf } from '../../../model/index.ts';
import type { Market } from '../../instances/listed-worker.ts';
import { type Ec2Launch, type LaunchedInstance, type Pool, poolKey } from '../ports.ts';
import type { LaunchPart, PartAnswer } from './parts.ts';
import { lightestIn, weightsIn } from './weights.ts';

/** What one request brought. */
export interface TurnAnswer extends PartAnswer {
  readonly launched: readonly Omit<LaunchedInstance, 'id'>[];
}

/**
 * Makes the requests of a launch that counts units, one after the other. EC2 rounds the number of instances up, so each
 * request may bring more than it asks for; what it brought too much, the next one does not ask for. So a launch exceeds
 * its target by less than one instance, and only with its last request. A further request requires that the answers before
 * it are final, so that a repeated launch makes the same requests.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-instance-weighting.html
 */
export async function launchInTurns<Answer extends TurnAnswer>(
  launch: Ec2Launch,
  ask: (part: LaunchPart) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const most = 2 * subnetsOf(launch.pools).length + FURTHER_TURNS;
  for (let turn = 1; turn <= most; turn += 1) {
    const part = nextPart(launch, answers, turn);
    if (part === null) break;
    const answer = await ask(part);
    answers.push(answer);
    if (!answer.isFinal) break;
  }
  return answers;
}

/** Requests beyond one for each zone and market, for what a zone did not have. */
const FURTHER_TURNS = 3;

/** The next request: of one market, in the zone that has the least; null if nothing is missing, or no pool is left. */
function nextPart(launch: Ec2Launch, answers: readonly TurnAnswer[], turn: number): LaunchPart | null {
  const came = unitsBy(launch, answers);
  const short = new Set(answers.flatMap((answer) => answer.short));
  const missing = launch.onDemand + launch.spot - came(() => true);
  for (const market of ['on-demand', 'spot'] as const) {
    const ofMarket = market === 'spot' ? launch.spot : launch.onDemand;
    const wanted = Math.min(missing, ofMarket - came((instance) => instance.market === market));
    const open = launch.pools.filter((pool) => !short.has(poolKey(pool, market)));
    if (wanted <= 0 || open.length === 0) continue;
    const pools = notHeavier(open, wanted);
    const { there } = launch;
    const share = there && leastShare(pools, wanted, (subnet) => (there[subnet] ?? 0) + came(isIn(subnet)));
    return {
      token: `${launch.token}-w${turn}`,
      ...targetOf(market, share?.units ?? wanted),
      pools: share ? pools.filter(isIn(share.subnet)) : pools,
    };
  }
  return null;
}

const targetOf = (market: Market, units: number): Pick<LaunchPart, 'onDemand' | 'spot'> =>
  market === 'spot' ? { onDemand: 0, spot: units } : { onDemand: units, spot: 0 };

/** Without the pools whose instances are heavier than what is missing, unless none is left: then the lightest. */
function notHeavier(pools: readonly Pool[], missing: number): readonly Pool[] {
  const fit = pools.filter((pool) => weightOf(pool) <= missing);
  if (fit.length > 0) return fit;
  const lightest = lightestIn({ pools });
  return pools.filter((pool) => weightOf(pool) === lightest);
}

/** The subnet that has the least, and its part of what is wanted: the others get theirs by later requests. */
function leastShare(pools: readonly Pool[], wanted: number, unitsIn: (subnet: string) => number) {
  const counts = new Map(subnetsOf(pools).map((subnet) => [subnet, unitsIn(subnet)]));
  const least = (): string =>
    [...counts].reduce((found, each) => (each[1] < found[1] ? each : found), ['', Number.POSITIVE_INFINITY])[0];
  const subnet = least();
  const step = lightestIn({ pools });
  let units = 0;
  for (let left = wanted; left > 0; left -= step) {
    const next = least();
    const some = Math.min(step, left);
    counts.set(next, (counts.get(next) ?? 0) + some);
    if (next === subnet) units += some;
  }
  return { subnet, units };
}

/** Counts the units that have come so far, of the instances that are meant. */
function unitsBy(launch: Ec2Launch, answers: readonly TurnAnswer[]) {
  const weights = weightsIn(launch);
  const launched = answers.flatMap((answer) =>
    answer.launched.map((instance) => ({ ...instance, weight: weights.get(instance.instanceType) })),
  );
  return (isMeant: (instance: Omit<LaunchedInstance, 'id'>) => boolean): number => unitsOf(launched.filter(isMeant));
}

const isIn =
  (subnet: string) =>
  (each: { readonly subnet: string }): boolean =>
    each.subnet === subnet;

const subnetsOf = (pools: readonly Pool[]): string[] => [...new Set(pools.map(({ subnet }) => subnet))];
