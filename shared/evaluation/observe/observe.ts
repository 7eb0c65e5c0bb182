import { type Boots, isLearning, withBoot } from '../../decision/index.ts';
import { lazyModule, once } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { PriceBook } from '../../prices/index.ts';
import type { Description } from '../../providers/index.ts';
import type { Readouts, SourceRequest } from '../../sources/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { Trigger } from '../model.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import { observedPool } from '../pool/observed.ts';
import { readPrices } from '../prices/priced.ts';
import type { Sized } from '../rightsizing/apply.ts';
import { withSizes } from '../rightsizing/sizing.ts';
import type { Rollouts } from '../rollout/rolled.ts';
import { readRollouts } from '../rollout/rollouts.ts';
import { describeGroups } from './describe-groups.ts';
import { type Known, readKnown } from './known.ts';
import { requestsOf, workerRequestsOf } from './metrics/metric-requests.ts';
import type { Tunings } from './metrics/tuning.ts';
import type { KnownWorkers } from './remembered/known-workers.ts';

/** All groups of a pass: those that were asked for, and the others of their clusters. `policyErrors` has the errors of policies that cannot be used. */
export interface Observed extends Known {
  readonly metrics: Readouts;
  /** The workers of each group, or the error if its provider cannot describe it. */
  readonly descriptions: ReadonlyMap<string, Description | Error>;
  /** What the process remembers; absent: nothing. */
  readonly known?: KnownWorkers | undefined;
  /** The descriptions that were not read now: see `KnownWorkers`. */
  readonly remembered?: ReadonlyMap<string, Description> | undefined;
  readonly tuned: Tunings;
  /** Groups with a rule to tune, which another function does: see `TuningRequests`. */
  readonly toTune: ReadonlyMap<string, number>;
  readonly prices: PriceBook;
  /** What right-sizing has changed in a group's policy. */
  readonly sized: Pick<Sized, 'changes' | 'unasked'>;
  /** What renews workers; null: nothing in any group. */
  readonly rollouts: Rollouts | null;
  /** Capacity pools that are excluded, and until when. Read when first needed, once for all groups. */
  readonly unavailable: () => Promise<ReadonlyMap<string, number>>;
}

/**
 * Reads everything that the decisions need, each kind in one batch; metrics of workers once these are known. It reads the
 * states first: a later change raises the revision of a state, and a claim on the old revision fails.
 */
export async function observe(
  groups: readonly string[],
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
  trigger: Trigger = 'manual',
): Promise<Observed> {
  const all = await inClusters(await readKnown(groups, cache, dependencies), cache, dependencies);
  const { states } = all;
  const usable = states.usable();
  const sized = await withSizes(all.policies, dependencies);
  const policies = withBoots(sized.policies, states);
  const requests = [...policies.values()].flatMap(requestsOf);
  const known = await dependencies.knownWorkers?.();
  const remembered = known?.usable(usable, policies, trigger, dependencies.clock());
  const [ofGroups, described, prices, rollouts] = await Promise.all([
    read(requests, dependencies),
    describeGroups(usable, policies, dependencies, remembered),
    readPrices(policies.values(), dependencies),
    readRollouts(policies, usable, dependencies),
  ]);
  const descriptions = await placed(all, described);
  const ofWorkers = await read(
    usable.flatMap((state) => workerRequests(state, policies, descriptions)),
    dependencies,
  );
  const metrics = ofWorkers.size > 0 ? new Map([...ofGroups, ...ofWorkers]) : ofGroups;
  const isTuned = [...policies.values()].some(({ rules }) => rules.some(isLearning));
  const tunings = isTuned ? await tuningsOf(policies, states, metrics, dependencies) : NOTHING_TUNED;
  const unavailable = once(() => dependencies.offerings.read());
  return {
    ...all,
    known,
    policies,
    metrics,
    descriptions,
    remembered,
    prices,
    sized,
    rollouts,
    unavailable,
    ...tunings,
  };
}

const NOTHING_TUNED: Pick<Observed, 'tuned' | 'toTune'> = { tuned: new Map(), toTune: new Map() };

/** In a function, an evaluation leaves the tuning to messages of its own. */
async function tuningsOf(
  policies: Known['policies'],
  states: Known['states'],
  metrics: Readouts,
  dependencies: EvaluationDependencies,
): Promise<Pick<Observed, 'tuned' | 'toTune'>> {
  const { groupsToTune, spreadDueAt, tune } = await tuning();
  if (!dependencies.tunings) return { ...NOTHING_TUNED, tuned: await tune(policies, states, metrics, dependencies) };
  return { ...NOTHING_TUNED, toTune: groupsToTune(policies, states, metrics, dependencies.clock(), spreadDueAt) };
}

/** Rules that do not set `boot` count with what the launches of their group took. */
export const withBoots = (policies: Known['policies'], states: Known['states']): Known['policies'] =>
  new Map([...policies].map(([group, policy]) => [group, withBoot(policy, bootsIn(policy, states.usableOf(group)))]));

/** Few groups are in a cluster, so a cold start does not read this code. */
const clusterMembers = lazyModule(() => import('../cluster/members.ts'));
const clusterPlaces = lazyModule(() => import('../cluster/places.ts'));
const tuning = lazyModule(() => import('./metrics/tuning.ts'));

/** Only a group in a cluster needs others. */
async function inClusters(own: Known, cache: PolicyCache, dependencies: EvaluationDependencies): Promise<Known> {
  for (const { cluster } of own.policies.values())
    if (cluster !== undefined) return (await clusterMembers()).withMembers(own, cache, dependencies);
  return own;
}

/** With what runs on the workers of each group of a cluster. */
async function placed(known: Known, descriptions: Observed['descriptions']): Promise<Observed['descriptions']> {
  return known.clusters.size === 0 ? descriptions : (await clusterPlaces()).withPlaces(known, descriptions);
}

const read = async (
  requests: readonly SourceRequest[],
  { sources, clock }: Pick<EvaluationDependencies, 'sources' | 'clock'>,
): Promise<Readouts> => (requests.length > 0 ? sources.read(requests, clock()) : new Map());

/** The values of workers that drain are not needed. */
function workerRequests(
  { group, drains }: GroupState,
  policies: Observed['policies'],
  descriptions: Observed['descriptions'],
): SourceRequest[] {
  const [policy, description] = [policies.get(group), descriptions.get(group)];
  if (!policy || !description || description instanceof Error) return [];
  const isDraining = new Set(drains.flatMap(({ workers }) => workers));
  return workerRequestsOf(
    policy,
    description.workers.map(({ id }) => id).filter((id) => !isDraining.has(id)),
  );
}

/** How long workers take until they serve: launched ones, and those that come from a warm pool. */
const bootsIn = (policy: Policy, state: GroupState | undefined): Boots => ({
  boot: state?.counters.readyTimes?.boot,
  pool: state && observedPool(policy, state),
});
