import { unitsOf, type Worker } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { hoursLeft, monthlyRate } from '../../prices/index.ts';

const HOURS_PER_MONTH = 730;

/** A budget of a group as dollars per hour. */
export interface Budget {
  readonly hourlyUsd: number;
  /** What it comes from, if it is what the month has left. */
  readonly month: { readonly monthlyUsd: number; readonly spentUsd: number; readonly hoursLeft: number } | null;
}

/**
 * The budget of a group; null without one. A month pays for as many dollars per hour as the rest of it can go on with; if
 * nobody knows what it has cost so far, for the same in each of its hours.
 */
export function budgetOf(
  { guards: { budget } }: Pick<Policy, 'guards'>,
  { now, spending }: Pick<Observation, 'now' | 'spending'>,
): Budget | null {
  if (!budget) return null;
  const { hourlyUsd = Infinity, monthlyUsd } = budget;
  if (monthlyUsd === undefined) return { hourlyUsd, month: null };
  const spentUsd = spending?.monthUsd;
  const rate = spentUsd === undefined ? monthlyUsd / HOURS_PER_MONTH : monthlyRate(monthlyUsd, spentUsd, now);
  if (hourlyUsd <= rate) return { hourlyUsd, month: null };
  return {
    hourlyUsd: rate,
    month: spentUsd === undefined ? null : { monthlyUsd, spentUsd, hoursLeft: hoursLeft(now) },
  };
}

/** The workers that are capacity and whose price is known; 0 is a price. */
const pricedIn = <T extends Pick<Worker, 'state' | 'hourlyUsd'>>(workers: readonly T[]): T[] =>
  workers.filter(({ state, hourlyUsd }) => state !== 'draining' && hourlyUsd !== undefined);

export interface Costs {
  readonly spend: number;
  /**
   * What each further unit of capacity costs at most. If that isn't known, the mean of the present units that cost
   * something: a free one, such as a machine of your own, doesn't show what the next one costs.
   */
  readonly price: number;
  /** Units of capacity whose price is known. */
  readonly priced: number;
  /** Units among them that cost nothing. */
  readonly free: number;
}

/**
 * What so many units of capacity cost per hour, with the warm pool; null if no price is known. Those that are on their way,
 * or of unknown price, may cost as much as a new one.
 */
export function costsOf(
  workers: readonly Pick<Worker, 'state' | 'hourlyUsd' | 'weight'>[],
  current: number,
  { launchUsd, poolUsd = 0 }: NonNullable<Observation['spending']> = {},
): Costs | null {
  const known = pricedIn(workers);
  const total = known.reduce((sum, { hourlyUsd = 0 }) => sum + hourlyUsd, 0);
  const priced = unitsOf(known);
  const free = unitsOf(known.filter(({ hourlyUsd }) => hourlyUsd === 0));
  const price = launchUsd ?? (priced > free ? total / (priced - free) : priced > 0 ? 0 : null);
  return price === null
    ? null
    : { spend: poolUsd + total + Math.max(0, current - priced) * price, price, priced, free };
}

/** What the workers and the warm pool cost per hour; null if there are workers, and the price of none is known. */
export function spendOf({ workers, spending }: Pick<Observation, 'workers' | 'spending'>): number | null {
  const poolUsd = spending?.poolUsd ?? 0;
  const known = Array.isArray(workers) ? pricedIn(workers) : [];
  if (known.length === 0) return hasWorkers({ workers }) ? null : poolUsd;
  return poolUsd + known.reduce((sum, { hourlyUsd = 0 }) => sum + hourlyUsd, 0);
}

const hasWorkers = ({ workers }: Pick<Observation, 'workers'>): boolean =>
  !Array.isArray(workers) || workers.some(({ state }) => state !== 'draining');
