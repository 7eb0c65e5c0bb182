import { fitting, unitsOf } from '../../model/index.ts';
import type { Market } from '../instances/listed-worker.ts';
import type { Composition } from '../provider-module.ts';
import type { LaunchingWorker, ManagedWorker } from '../worker.ts';
import type { Ec2Config } from './format/config.ts';
import { typesOf } from './instance-types.ts';
import { poolKey } from './ports.ts';

/**
 * The on-demand base and the substitutes. Substitutes are on-demand workers that were launched because spot was short: the
 * oldest of them, as many as exceed the policy's share of on-demand workers.
 */
export function compositionOf(
  { spot, launchTemplate }: Ec2Config,
  workers: readonly ManagedWorker[],
  launching: readonly LaunchingWorker[],
  members: readonly ManagedWorker[] = [],
): Composition {
  const staying = workers.filter(({ drainingUntil }) => drainingUntil === null);
  const outdated = outdatedIn(launchTemplate, staying, members);
  if (spot.percent === 0) return { base: 0, ofBase: new Set(), substitutes: new Set(), outdated };
  const onDemand = staying.filter(({ details }) => details.market !== 'spot');
  const total = unitsOf(staying) + unitsOf(launching);
  const launchingOnDemand = unitsOf(launching.filter(({ capacityType }) => capacityType !== 'spot'));
  const excess = Math.max(0, unitsOf(onDemand) + launchingOnDemand - (total - spotShare(spot, total)));
  const marked = onDemand
    .filter(({ details }) => details['substitute'] === 'true')
    .toSorted((one, other) => one.launchedAt - other.launchedAt || (one.id < other.id ? -1 : 1));
  const substitutes = new Set(fitting(marked, excess).map(({ id }) => id));
  const ofBase = new Set(onDemand.map(({ id }) => id).filter((id) => !substitutes.has(id)));
  return { base: spot.onDemandBase, ofBase, substitutes, outdated };
}

/**
 * Workers of another template or version than the policy's. If the policy names no number, the newest of them and of `others`
 * shows which version `$Default` or `$Latest` is: to ask EC2 would be one more call of each evaluation.
 */
function outdatedIn(
  { id, version }: Ec2Config['launchTemplate'],
  workers: readonly ManagedWorker[],
  others: readonly ManagedWorker[],
): ReadonlySet<string> {
  const known = workers.filter(({ details }) => details.version !== undefined);
  const newest = newestOf([...known, ...others.filter(({ details }) => details.version !== undefined)]);
  if (!newest) return new Set();
  const isNumber = /^\d+$/.test(version);
  const current = isNumber ? { template: id, version } : newest.details;
  const isCurrent = ({ details }: ManagedWorker): boolean =>
    details.version === current.version &&
    (current['template'] === undefined || details['template'] === current['template']);
  return new Set(known.filter((each) => !isCurrent(each)).map((each) => each.id));
}

/** The most time from the decision to start a member until its start. The decision did not see what was launched meanwhile. */
const DECIDED_MS = 1_800_000;

/**
 * The time at which a worker's version was the newest. For a worker that was started from a warm pool, EC2 shows the start and
 * not the launch. But only members of the newest version known at the decision are started.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
const shownAt = ({ launchedAt, firstLaunchedAt }: ManagedWorker): number =>
  firstLaunchedAt === null ? launchedAt - DECIDED_MS : (firstLaunchedAt ?? launchedAt);
const newestOf = (workers: readonly ManagedWorker[]): ManagedWorker | undefined =>
  workers.reduce<ManagedWorker | undefined>(
    (found, each) => (found && shownAt(found) >= shownAt(each) ? found : each),
    undefined,
  );

/** Members of the warm pool of another template, version, type or subnet than a launch would use. */
export function outdatedMembers(
  config: Ec2Config,
  members: readonly ManagedWorker[],
  workers: readonly ManagedWorker[],
): ReadonlySet<string> {
  const outdated = outdatedIn(config.launchTemplate, members, workers);
  const types = config.requirements ? null : new Set(typesOf(config));
  const isOther = ({ details: { instanceType = '', subnet = '' } }: ManagedWorker): boolean =>
    types?.has(instanceType) === false || !config.subnets.includes(subnet);
  return new Set(members.filter((each) => outdated.has(each.id) || isOther(each)).map(({ id }) => id));
}

/** The capacity pool of a spot worker, which is short if EC2 interrupts the worker. */
export function offeringOf({ details }: Pick<ManagedWorker, 'details'>): string | null {
  const { instanceType, subnet, market } = details;
  if (market !== 'spot' || !instanceType || !subnet) return null;
  return poolKey({ instanceType, subnet }, market);
}

/** The markets from which a launch may take workers. */
export const marketsOfLaunch = ({ spot: { percent, onDemandBase, fallback } }: Ec2Config): readonly Market[] => [
  ...(percent < 100 || onDemandBase > 0 || fallback === 'on-demand' ? (['on-demand'] as const) : []),
  ...(percent > 0 ? (['spot'] as const) : []),
];

/** How much of so much capacity is spot. */
export const spotShare = (
  { percent, onDemandBase }: Pick<Ec2Config['spot'], 'percent' | 'onDemandBase'>,
  total: number,
): number => Math.floor((Math.max(0, total - onDemandBase) * percent) / 100);
