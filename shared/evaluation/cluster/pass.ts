import { groupedBy, isClusterFigure } from '../../model/index.ts';
import { formulaOf, type Policy } from '../../policy/index.ts';
import { because } from '../because.ts';
import type { GroupContext } from '../observe/group-context.ts';
import type { Cluster } from '../observe/known.ts';
import type { Observed } from '../observe/observe.ts';
import { aboveOf, underOf } from './above.ts';
import { allowances } from './budget.ts';
import { countedNeeds, givingBack, type Needs, placedNeeds } from './needs.ts';
import { type Above, TIERS, type Tier, tiersAbove } from './tiers.ts';

/** A group that was decided, and can be decided again with other needs of its cluster. */
export interface Decided {
  readonly context: GroupContext;
  again(needs: Needs): GroupContext;
}

/** Decides one group; `needs` are those of its cluster. What has no context could not be decided. */
type Decide<Result> = (group: string, needs?: Needs) => Promise<Result>;
type InParallel = <T, R>(items: readonly T[], work: (item: T) => Promise<R>) => Promise<R[]>;

/**
 * Decides all groups of a pass. Those of a cluster in the order of their tiers, so that each knows what the groups before it
 * have decided; the order in which the groups are given does not matter.
 */
export async function decidedInOrder<Result extends object>(
  observed: Observed,
  decide: Decide<Result>,
  inParallel: InParallel,
): Promise<Result[]> {
  const isJoined = new Set([...observed.clusters.values()].flatMap(({ groups }) => groups));
  const [alone, joined] = await Promise.all([
    inParallel(
      observed.groups.filter((group) => !isJoined.has(group)),
      (group) => decide(group),
    ),
    inParallel([...observed.clusters], ([name, cluster]) => decidedTogether({ name, ...cluster }, observed, decide)),
  ]);
  return [...alone, ...joined.flat()];
}

interface Named extends Cluster {
  readonly name: string;
}

async function decidedTogether<Result extends object>(
  cluster: Named,
  observed: Observed,
  decide: Decide<Result>,
): Promise<Result[]> {
  const { groups } = cluster;
  const byTier = groupedBy(groups, (group) => observed.policies.get(group)?.tier ?? 'worker');
  const results = new Map<string, Result>();
  const contexts = new Map<string, GroupContext>();
  for (const tier of TIERS) {
    const needs = needsOfTier(cluster, tier, byTier, contexts, observed);
    const some = byTier.get(tier) ?? [];
    const decided = await Promise.all(some.map((group) => decide(group, needs.get(group))));
    some.forEach((group, index) => {
      const result = decided[index] as Result;
      results.set(group, result);
      if (isDecided(result)) contexts.set(group, result.context);
    });
  }
  const allowed = allowances(cluster, contexts, observed);
  if (allowed.size === 0) return [...results.values()];
  const groupsUnread = [...cluster.unread.keys()].sort();
  const unread =
    groupsUnread.length > 0 ? [because['cluster-member-unread']({ cluster: cluster.name, groups: groupsUnread })] : [];
  for (const tier of TIERS) {
    const needs = needsOfTier(cluster, tier, byTier, contexts, observed);
    for (const group of byTier.get(tier) ?? []) {
      const [result, budget] = [results.get(group), allowed.get(group)];
      if (!result || !isDecided(result)) continue;
      const { cluster: figures = {}, notes = [] } = needs.get(group) ?? {};
      const known = { cluster: { ...figures, ...(budget && { budget }) }, notes: [...notes, ...unread] };
      const context = result.again(known);
      contexts.set(group, context);
      results.set(group, { ...result, context });
    }
  }
  return [...results.values()];
}

const isDecided = <Result extends object>(result: Result): result is Result & Decided => 'again' in result;

/** What the groups of a tier need to know of the tiers above it. */
function needsOfTier(
  cluster: Named,
  tier: Tier,
  byTier: ReadonlyMap<string, readonly string[]>,
  contexts: ReadonlyMap<string, GroupContext>,
  observed: Observed,
): ReadonlyMap<string, Needs> {
  const groups = byTier.get(tier) ?? [];
  const tiers = tiersAbove(tier);
  if (tiers.length === 0 || groups.length === 0) return new Map();
  const unread = [...cluster.unread].filter(([, member]) => tiers.includes(member.tier)).map(([group]) => group);
  const above = tiers
    .flatMap((each) => byTier.get(each) ?? [])
    .map((group) => aboveOf(group, contexts.get(group), observed));
  const needs = sharedNeeds({ cluster: cluster.name, tier, groups }, above, unread, observed);
  return new Map(groups.map((group) => [group, withoutUnread(needs(group), observed.policies.get(group))]));
}

function sharedNeeds(
  { cluster, tier, groups }: { readonly cluster: string; readonly tier: Tier; readonly groups: readonly string[] },
  above: readonly Above[],
  unread: readonly string[],
  observed: Observed,
): (group: string) => Needs {
  if (above.length + unread.length === 0) {
    const alone = because['cluster-alone']({ cluster, tier, tiers: tiersAbove(tier) });
    return () => ({ cluster: {}, notes: [alone] });
  }
  const unknown = [...unread, ...above.filter(({ wanted }) => wanted === null).map(({ group }) => group)].sort();
  if (unknown.length > 0) {
    const notes = [because['cluster-unknown']({ cluster, groups: unknown })];
    return () => ({ cluster: givingBack(above), notes });
  }
  const placed = above.filter(({ placement }) => placement);
  if (tier !== 'worker' || placed.length === 0) return () => countedNeeds(above);
  const needs = placedNeeds(
    placed,
    groups.map((group) => underOf(group, observed)),
  );
  return (group) => needs.get(group) ?? { cluster: {}, notes: [] };
}

/** A group that does not read the figures does not need to know why they have no data. */
function withoutUnread(needs: Needs, policy: Policy | undefined): Needs {
  const formulas = Object.values(policy?.metrics ?? {}).flatMap((metric) => formulaOf(metric)?.names ?? []);
  return formulas.some(isClusterFigure) ? needs : { ...needs, notes: [] };
}
