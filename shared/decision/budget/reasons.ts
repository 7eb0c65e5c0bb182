import { counted, define, figure, figureBeside, workersText } from '../../model/index.ts';

/** A guard lets a group grow to its minimum or floor, which is `repair`. */
export type Repaired = { repair?: number };
export const repairText = ({ repair }: Repaired): string =>
  repair === undefined ? '' : `. The group still grows to its minimum or floor, ${repair}`;

/**
 * What a budget pays for. `costUsd`: what the workers of the group and its warm pool cost. `more`: how many more workers the
 * rest of the budget pays for. Both are left out if the amount divided by the price explains `workers`. `extra`: units that a
 * launch may bring beyond those that are missing, if they lower `more`.
 */
type Paid = { hourlyUsd: number; workers: number; price: number; costUsd?: number; more?: number; extra?: number };
function paysText(
  { hourlyUsd, workers, price, costUsd, more, extra }: Paid,
  noun: string,
  amount: (workers: number) => string,
): string {
  const paid = amount(workers);
  if (costUsd === undefined || more === undefined) {
    const priced = figureBeside(price, hourlyUsd / (workers + 1), ...(workers > 0 ? [hourlyUsd / workers] : []));
    return `pays for ${paid} at $${priced} each`;
  }
  const now = `the group costs $${figureBeside(costUsd, hourlyUsd)} now`;
  const each = `each further ${noun} costs $${figure(price)}`;
  const costs = extra
    ? `${now}, ${each}, and a launch may bring ${counted(extra, 'unit')} more than is missing`
    : `${now}, and ${each}`;
  return more > 0 ? `pays for ${paid}: ${costs}` : `pays for no more: ${costs}`;
}

/** A budget of the group names what prices are of. */
const ownText = (paid: Paid, inUnits: true | undefined): string =>
  inUnits
    ? paysText(paid, 'unit of capacity', (amount) => `${counted(amount, 'unit')} of capacity`)
    : paysText(paid, 'worker', workersText);

/** Reasons of the guards that keep a group within its budget and that of its cluster. */
export const budgetReasons = {
  'budget-unchecked': define<Record<never, never>>(
    'No worker has a known price, so the budget is not checked.',
    () => 'Budget not checked: no worker has a known price',
  ),
  'budget-price-unknown': define<Repaired & { types: readonly string[] }>(
    'The group or its cluster has a budget, and the price of an instance type is not known yet, so the group is not scaled out.',
    ({ types, ...repaired }) =>
      (types.length > 0
        ? `The price of ${types.join(', ')} isn't known yet, and the group or its cluster has a budget. If it stays unknown, write provider.prices`
        : "What a worker costs isn't known before the first one runs, and the group or its cluster has a budget. Write provider.prices, or a capacity.min of 1") +
      repairText(repaired),
  ),
  'budget-month-limit': define<
    Paid & Repaired & { monthlyUsd: number; spentUsd: number; hoursLeft: number; inUnits?: true }
  >(
    "What is left of the month's budget does not pay for more workers until the month ends. `inUnits`: the figures are of units of capacity, not of workers.",
    ({ monthlyUsd, spentUsd, hoursLeft, inUnits, ...paid }) =>
      `$${figure(spentUsd)} of the month's $${figure(monthlyUsd)} is spent. For the remaining ${counted(Math.round(hoursLeft), 'hour')}, that leaves $${figure(paid.hourlyUsd)} per hour, which ${ownText(paid, inUnits)}${repairText(paid)}`,
  ),
  'budget-limit': define<Paid & Repaired & { inUnits?: true }>(
    'The budget does not pay for more workers. `costUsd`: what the workers and the warm pool cost; `more`: how many more workers the rest pays for; `extra`: units that a launch may bring beyond those that are missing. `inUnits`: the figures are of units of capacity, not of workers.',
    ({ inUnits, ...paid }) =>
      `The budget of $${figure(paid.hourlyUsd)} per hour ${ownText(paid, inUnits)}${repairText(paid)}`,
  ),
  'cluster-budget-limit': define<Paid & Repaired & { ofCluster: number }>(
    'The budget of the cluster does not pay for more workers of this group.',
    ({ ofCluster, ...paid }, sentence) =>
      `This group may use $${figure(paid.hourlyUsd)} of the cluster's budget of $${figure(ofCluster)} per hour, which ${paysText(paid, sentence.noun, sentence.workers)}${repairText(paid)}`,
  ),
  'cluster-budget-unknown': define<Repaired & { ofCluster: number; groups: readonly string[] }>(
    'The cluster has a budget, and what some of its groups cost is not known, so no group of it scales out.',
    ({ ofCluster, groups, ...repaired }) =>
      `It isn't known what ${groups.join(', ')} ${groups.length === 1 ? 'costs' : 'cost'}, and the cluster has a budget of $${figure(ofCluster)} per hour. See ${groups.length === 1 ? 'its evaluations' : 'their evaluations'}${repairText(repaired)}`,
  ),
};
