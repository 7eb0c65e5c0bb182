import type { Worker } from '../model/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import { hoursLeft, monthlyRate } from '../prices/index.ts';

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

/** The workers that are capacity and whose price is known. */
export const pricedIn = <T extends Pick<Worker, 'state' | 'hourlyUsd'>>(workers: readonly T[]): T[] =>
  workers.filter(({ state, hourlyUsd }) => state !== 'draining' && hourlyUsd);

/** Their prices. */
export const pricesOf = (workers: readonly Pick<Worker, 'state' | 'hourlyUsd'>[]): number[] =>
  pricedIn(workers).map(({ hourlyUsd = 0 }) => hourlyUsd);

/** What the workers cost per hour; null if no price is known. */
export function spendOf({ workers }: Pick<Observation, 'workers'>): number | null {
  const prices = Array.isArray(workers) ? pricesOf(workers) : [];
  return prices.length > 0 ? prices.reduce((sum, each) => sum + each, 0) : null;
}
