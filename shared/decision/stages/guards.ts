import { floorWorkers, lastClosing, openUntil, type Reason } from '../../model/index.ts';
import { warmPoolOf, weightsFor } from '../../providers/index.ts';
import { type Budget, budgetOf, type Costs, costsOf } from '../budget/budget.ts';
import { floorInForce, repairLevel } from '../capacity-bounds.ts';
import type { DecisionContext } from '../context.ts';
import { keptAt } from '../termination/candidates.ts';
import { runningIn } from '../termination/hosts.ts';
import { because } from './because.ts';
import { constrained, type Draft, noted, type Stage } from './draft.ts';

/** In a maintenance window nothing changes but the repair of a group below its floor. */
export const maintenance: Stage = (draft, context) => {
  const { policy, observation, current } = context;
  if (draft.capacity === current) return draft;
  // The maintenance ends when the last open window closes.
  const until = lastClosing(policy.guards.maintenance, observation.now);
  if (until === undefined) return draft;
  const kept =
    draft.capacity > current
      ? Math.min(draft.capacity, Math.max(current, repairLevel(policy, context.bounds)))
      : current;
  if (kept === draft.capacity) return draft;
  const reason = because['maintenance-window']({
    until,
    ...(kept > current && { repair: kept }),
  });
  return constrained(draft, 'guard:maintenance', kept, reason, 'maintenance');
};

/** Growth stops at the budget. */
export const budget: Stage = (draft, context) => {
  const limit = budgetOf(context.policy, context.observation);
  return limit === null
    ? draft
    : paidBy(limit, 'guard:budget', (affordable) => reasonOf(limit, affordable, context), draft, context);
};

/** Only as much growth as an amount pays for; none while a price is not known. */
export function paidBy(
  limit: Pick<Budget, 'hourlyUsd'>,
  stage: string,
  limited: (affordable: Affordable) => Reason,
  draft: Draft,
  context: DecisionContext,
): Draft {
  if (draft.capacity <= context.current) return draft;
  const unpriced = context.observation.spending?.unpriced;
  const affordable = unpriced?.length ? null : affordableBy(limit, context);
  if (affordable === null && unpriced === undefined) return noted(draft, stage, because['budget-unchecked']({}));
  const reason = affordable ? limited(affordable) : because['budget-price-unknown']({ types: unpriced ?? [] });
  return grownTo(affordable?.workers ?? 0, stage, reason, draft, context);
}

/** No growth beyond that but a repair. */
export function grownTo(most: number, stage: string, reason: Reason, draft: Draft, context: DecisionContext): Draft {
  const repair = repairLevel(context.policy, context.bounds);
  const unrepaired = Math.max(most, context.current);
  const kept = Math.min(draft.capacity, Math.max(unrepaired, repair));
  if (kept === draft.capacity) return draft;
  return constrained(draft, stage, kept, kept > unrepaired ? repairing(reason, repair) : reason, 'budget');
}

/** The reason of a guard that lets the group grow up to its minimum or floor. */
export const repairing = (reason: Reason, repair: number): Reason => ({
  ...reason,
  params: { ...reason.params, repair },
});

interface Affordable extends Pick<Costs, 'price'> {
  /** Units of capacity. */
  readonly workers: number;
  /** What the group costs, and how many more workers the rest pays for; left out if a division explains `workers`. */
  readonly costUsd?: number;
  readonly more?: number;
  /** Units that a launch may bring beyond those that are missing, if they lower `more`. */
  readonly extra?: number;
}

/** What an amount pays for, explained as simply as its figures allow. */
function explained(
  { hourlyUsd }: Pick<Budget, 'hourlyUsd'>,
  workers: number,
  more: number,
  costs: Costs,
  extra = 0,
): Affordable {
  const { price, spend } = costs;
  const paid = { workers: Math.max(0, workers), price };
  const isPlain = Math.max(0, floorWorkers(hourlyUsd / price)) === paid.workers;
  return isPlain ? paid : { ...paid, costUsd: spend, more: Math.max(0, more), ...(extra > 0 && { extra }) };
}

/** How much capacity the budget pays for; null if no price is known. */
function affordableBy(
  { hourlyUsd }: Pick<Budget, 'hourlyUsd'>,
  { policy, fleet, observation, current }: DecisionContext,
): Affordable | null {
  const costs = costsOf(fleet.workers, current, observation.spending);
  if (costs === null) return null;
  const { spend, price, priced, free } = costs;
  const { launchUsd, poolUsd = 0 } = observation.spending ?? {};
  const there = Math.max(current, priced);
  if (launchUsd === undefined) {
    const workers = free + paidWith(hourlyUsd - poolUsd, price);
    return explained({ hourlyUsd }, workers, workers - there, costs);
  }
  // A member that runs costs the same after its start, so it starts also beyond the budget.
  const started = warmPoolOf(policy.provider)?.state === 'running' ? (observation.pool?.ready ?? 0) : 0;
  const room = paidWith(hourlyUsd - spend, price);
  const weights = Object.values(weightsFor(policy.provider) ?? {});
  const more = weights.length > 0 && room > 0 ? launchable(room, Math.max(0, current - fleet.live), weights) : room;
  const growth = started > 0 ? Math.max(0, more) + started : more;
  return explained({ hourlyUsd }, there + growth, growth, costs, room - more);
}

/** How much capacity the rest of a budget pays for. Capacity that costs nothing is paid for unless the rest is negative. */
const paidWith = (usd: number, price: number): number =>
  price > 0 ? floorWorkers(usd / price) : usd < 0 ? 0 : Infinity;

/** The most growth with which a launch, which may bring one worker too many, stays within `room`. `missing`: what it brings besides. */
function launchable(room: number, missing: number, weights: readonly number[]): number {
  let growth = room;
  while (growth > 0 && mostBrought(missing + growth, weights) > missing + room) growth -= 1;
  return growth;
}

/** The most that a launch of so many units brings: it has no worker that is heavier than what is missing, unless all are. */
function mostBrought(units: number, weights: readonly number[]): number {
  const lightest = Math.min(...weights);
  const heaviest = Math.max(lightest, ...weights.filter((weight) => weight <= units));
  return lightest === heaviest ? Math.ceil(units / lightest) * lightest : units + heaviest - 1;
}

function reasonOf({ hourlyUsd, month }: Budget, affordable: Affordable, { policy }: DecisionContext) {
  const isWeighted = Object.values(weightsFor(policy.provider) ?? {}).some((weight) => weight > 1);
  const paid = { hourlyUsd, ...affordable, ...(isWeighted && { inUnits: true as const }) };
  return month === null ? because['budget-limit'](paid) : because['budget-month-limit']({ ...paid, ...month });
}

/** Never shrinks below the floor; lifts a group that is below it. */
export const floor: Stage = (draft, { policy, bounds, current }, asked) => {
  const level = floorInForce(policy, bounds);
  if (draft.capacity >= level) return draft;
  return constrained(
    draft,
    'guard:floor',
    level,
    because['guard-floor']({ floor: level }),
    Math.min(draft.capacity, asked) >= current ? null : 'floor',
  );
};

/** A maximum that nothing raises while its window is open: it stops growth, and removes nobody. */
export const cap: Stage = (draft, { policy, observation, current }) => {
  const { cap: caps = [] } = policy.guards;
  if (draft.capacity <= current) return draft;
  const open = caps.filter((window) => openUntil(window, observation.now) !== undefined);
  const max = Math.min(...open.map((window) => window.max));
  const kept = Math.max(current, Math.min(max, draft.capacity));
  if (kept === draft.capacity) return draft;
  const least = open.filter((window) => window.max === max);
  const until = lastClosing(least, observation.now) as string;
  return constrained(draft, 'guard:cap', kept, because['guard-cap']({ max, until }), 'at-max');
};

/** Only as many workers go as are neither protected nor busy nor of the base. */
export const protection: Stage = (draft, { fleet, observation, current }) => {
  if (draft.capacity >= current || !fleet.isListed) return draft;
  const { base = 0 } = observation;
  const { kept, ofBase } = keptAt(fleet.workers, draft.capacity, base);
  if (draft.capacity >= kept) return draft;
  const running = ofBase === 0 ? runningIn(fleet.workers) : null;
  if (running) {
    const level = Math.min(current, kept);
    return constrained(draft, 'guard:protected', level, because['runs-tiers'](running), 'waits-for-tier');
  }
  const reason =
    ofBase > 0
      ? because['base-kept']({ workers: kept - ofBase, base: ofBase })
      : because['protected-workers']({ workers: kept });
  return constrained(draft, 'guard:protected', Math.min(current, kept), reason, 'protected');
};
