import { boundsInForce, pricesOf, repairLevel } from '../../decision/index.ts';
import type { Observation } from '../../policy/index.ts';
import { rateOf } from '../../prices/index.ts';
import type { GroupContext } from '../observe/context.ts';
import type { Observed } from '../observe/observe.ts';
import { TIERS } from './above.ts';

type Allowance = NonNullable<NonNullable<Observation['cluster']>['budget']>;

/** What a group costs, and what it would cost to grow as it decided. */
interface Growth {
  readonly group: string;
  readonly spend: number;
  readonly price: number;
  /** Workers that are repair, which no budget holds back, and the others. */
  readonly repair: number;
  readonly wanted: number;
  /** Without it, its growth costs nothing. */
  readonly isCarriedOut: boolean;
}

/**
 * What each group of a cluster that wants to grow may cost per hour; empty if the cluster has no budget, or if it pays for
 * everything. The groups with the highest priority grow first, then those of the first tier, then by name. If groups state
 * different budgets, the lowest applies.
 */
export function allowances(
  groups: readonly string[],
  contexts: ReadonlyMap<string, GroupContext>,
  observed: Observed,
): ReadonlyMap<string, Allowance> {
  const stated = groups.flatMap((group) => observed.policies.get(group)?.guards.clusterBudget?.hourlyUsd ?? []);
  if (stated.length === 0) return new Map();
  const ofCluster = Math.min(...stated);
  const inOrder = groups.toSorted(
    (one, other) => rankOf(one, observed) - rankOf(other, observed) || (one < other ? -1 : 1),
  );
  const growths = inOrder.flatMap((group) => growthOf(group, contexts.get(group)));
  const undecided = groups.filter((group) => !contexts.has(group)).map((group) => spendIn(group, observed));
  const repaired = ({ repair, price, isCarriedOut }: Growth): number => (isCarriedOut ? repair * price : 0);
  const spent = [...growths.map((growth) => growth.spend + repaired(growth)), ...undecided];
  let left = ofCluster - spent.reduce((sum, each) => sum + each, 0);
  let isShort = false;
  const allowed = growths.map(({ group, spend, price, repair, wanted, isCarriedOut }): [string, Allowance] => {
    const granted = price > 0 ? Math.min(wanted, Math.max(0, Math.floor(left / price + SLACK))) : 0;
    isShort ||= granted < wanted;
    if (isCarriedOut) left -= granted * price;
    // A little more, so that no fault of rounding takes a worker away.
    return [group, { hourlyUsd: spend + (repair + granted + ROUNDING) * price, ofCluster }];
  });
  return isShort ? new Map(allowed) : new Map();
}

const SLACK = 1e-9;
const ROUNDING = 1e-6;
const MOST_PRIORITY = 1000;

/** The lower, the earlier it grows. */
function rankOf(group: string, { policies }: Observed): number {
  const policy = policies.get(group);
  const priority = policy?.guards.clusterBudget?.priority ?? 0;
  return (MOST_PRIORITY - priority) * TIERS.length + TIERS.indexOf(policy?.tier ?? 'worker');
}

/** None for a group without prices: it costs nothing that is known. */
function growthOf(group: string, context: GroupContext | undefined): Growth[] {
  if (!context) return [];
  const { observation, decision, policy } = context;
  const prices = pricesOf(Array.isArray(observation.workers) ? observation.workers : []);
  const { launchUsd, unpriced } = observation.spending ?? {};
  if (launchUsd === undefined && unpriced === undefined && prices.length === 0) return [];
  const total = prices.reduce((sum, each) => sum + each, 0);
  const price = launchUsd ?? total / Math.max(1, prices.length);
  const { current, desired } = decision;
  const repair = Math.max(0, Math.min(desired, repairLevel(policy, boundsInForce(policy, observation.now))) - current);
  return [
    {
      ...{ group, price, repair, wanted: Math.max(0, desired - current - repair) },
      isCarriedOut: !policy.dryRun,
      spend: total + Math.max(0, current - prices.length) * price,
    },
  ];
}

const spendIn = (group: string, { states }: Observed): number => {
  const state = states.usableOf(group);
  return state && state.spending.at !== null ? rateOf(state.spending) : 0;
};
