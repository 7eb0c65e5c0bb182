import { boundsInForce, costsOf, repairLevel } from '../../decision/index.ts';
import type { Observation } from '../../policy/index.ts';
import { launchSpending, rateOf } from '../../prices/index.ts';
import { pricingFor, weightsFor } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import type { Cluster } from '../observe/known.ts';
import type { Observed } from '../observe/observe.ts';
import { typeIn } from '../prices/costing.ts';
import { TIERS } from './tiers.ts';

type Allowance = NonNullable<NonNullable<Observation['cluster']>['budget']>;

/** What a group costs, and what it would cost to grow as it decided. */
interface Growth {
  readonly group: string;
  /** Null if a worker has no known price. */
  readonly spend: number | null;
  /** 0 if nobody knows what a worker costs. */
  readonly price: number;
  /** Units that are repair, which no budget holds back, and the others. */
  readonly repair: number;
  readonly wanted: number;
  /** Units that a rollout has launched beyond the capacity. Their cost is already in `spend`. */
  readonly surplus: number;
  /** Without it, its growth costs nothing. */
  readonly isCarriedOut: boolean;
}

/**
 * What each group of a cluster that wants to grow may cost per hour; empty if the cluster has no budget, or if it pays for
 * everything. The groups with the highest priority grow first, then those of the first tier, then by name. If groups state
 * different budgets, the lowest applies. If it is not known what a group costs, none grows.
 */
export function allowances(
  { groups, unread }: Cluster,
  contexts: ReadonlyMap<string, WorkersContext>,
  observed: Observed,
): ReadonlyMap<string, Allowance> {
  const budgets = groups.map((group) => observed.policies.get(group)?.guards.clusterBudget?.hourlyUsd);
  const stated = [...budgets, ...[...unread.values()].map(({ hourlyUsd }) => hourlyUsd)].flatMap((each) => each ?? []);
  if (stated.length === 0) return new Map();
  const ofCluster = Math.min(...stated);
  const inOrder = groups.toSorted(
    (one, other) => rankOf(one, observed) - rankOf(other, observed) || (one < other ? -1 : 1),
  );
  const growths = inOrder.flatMap((group) => growthOf(group, contexts.get(group)));
  const undecided = groups.filter((group) => !contexts.has(group));
  const costs = new Map<string, number | null>([
    ...growths.map(({ group, spend }) => [group, spend] as const),
    ...undecided.map((group) => [group, spendIn(group, observed)] as const),
    ...[...unread].map(([group, { spend }]) => [group, spend] as const),
  ]);
  const unknown = [...costs].flatMap(([group, spend]) => (spend === null ? [group] : [])).sort();
  const repairs = growths.map(({ repair, price, isCarriedOut }) => (isCarriedOut ? repair * price : 0));
  let left = [...repairs, ...costs.values()].reduce<number>((rest, each) => rest - (each ?? 0), ofCluster);
  let isShort = false;
  const allowed = growths.map((growth): [string, Allowance] => {
    const { group, spend, price, repair, wanted, surplus, isCarriedOut } = growth;
    const paid = price > 0 ? Math.max(0, surplus + Math.floor(left / price + SLACK)) : 0;
    const granted = unknown.length > 0 ? 0 : Math.min(wanted, paid);
    isShort ||= granted < wanted;
    if (isCarriedOut) left -= Math.max(0, granted - surplus) * price;
    // A little more, so that no fault of rounding takes a worker away.
    const hourlyUsd = Math.max(0, (spend ?? 0) + (repair + granted - surplus + ROUNDING) * price);
    return [group, { hourlyUsd, ofCluster, ...(unknown.length > 0 && { unknown }) }];
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

/** None for a group whose provider has no prices: it costs nothing that is known. */
function growthOf(group: string, context: WorkersContext | undefined): Growth[] {
  if (!context?.observation.spending) return [];
  const { observation, decision, policy } = context;
  const { workers, spending } = observation;
  const { current, desired } = decision;
  const costs = costsOf(Array.isArray(workers) ? workers : [], current, spending);
  const isKnown = spending?.launchUsd !== undefined || (costs?.priced ?? 0) >= current;
  const surplus = Math.max(0, (costs?.priced ?? 0) - current);
  const repair = Math.max(0, Math.min(desired, repairLevel(policy, boundsInForce(policy, observation.now))) - current);
  return [
    {
      group,
      repair,
      wanted: Math.max(0, desired - current - repair),
      isCarriedOut: !policy.dryRun,
      surplus,
      spend: isKnown ? (costs?.spend ?? 0) : null,
      price: costs?.price ?? 0,
    },
  ];
}

/**
 * What a group costs that is not decided in this pass: the workers of its last evaluation, and those that are still missing
 * from its desired capacity, because another process may be launching them.
 */
function spendIn(group: string, { states, policies, prices }: Observed): number | null {
  const [state, policy] = [states.usableOf(group), policies.get(group)];
  if (!state) return 0;
  const rate = rateOf(state.spending);
  const pricing = pricingFor(policy?.provider);
  const weights = { ...state.provider.weights, ...weightsFor(policy?.provider) };
  const coming = (state.decision.desired ?? 0) - liveIn(state, weights);
  if (coming <= 0 || pricing === null) return rate;
  const types = Object.entries(state.spending.running).flatMap(([key, { isDisk }]) => (isDisk ? [] : [typeIn(key)]));
  const launch = launchSpending({ ...pricing, weights: pricing.weights ?? weights }, types, prices);
  return 'launchUsd' in launch ? rate + coming * launch.launchUsd : null;
}

/** Units of capacity that ran at the last evaluation and do not drain. */
function liveIn({ spending, drains }: GroupState, weights: Readonly<Record<string, number>>): number {
  const running = Object.entries(spending.running).map(([key, { count, isDisk }]) =>
    isDisk ? 0 : count * (weights[typeIn(key)] ?? 1),
  );
  const draining = drains.reduce((sum, { workers }) => sum + workers.length, 0);
  return running.reduce((sum, units) => sum + units, 0) - draining;
}
