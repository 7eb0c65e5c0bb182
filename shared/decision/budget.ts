import type { Worker } from '../model/index.ts';
import type { Observation, Policy } from '../policy/index.ts';

const HOURS_PER_MONTH = 730;

/** The budget of a group in dollars per hour; null without one. */
export function hourlyBudget({ guards: { budget } }: Pick<Policy, 'guards'>): number | null {
  if (!budget) return null;
  return Math.min(budget.hourlyUsd ?? Infinity, (budget.monthlyUsd ?? Infinity) / HOURS_PER_MONTH);
}

/** Prices of the workers that are capacity, as far as they are known. */
export function pricesOf(workers: readonly Pick<Worker, 'state' | 'hourlyUsd'>[]): number[] {
  return workers.flatMap(({ state, hourlyUsd }) => (state === 'draining' || !hourlyUsd ? [] : hourlyUsd));
}

/** What the workers cost per hour; null if no price is known. */
export function spendOf({ workers }: Pick<Observation, 'workers'>): number | null {
  const prices = Array.isArray(workers) ? pricesOf(workers) : [];
  return prices.length > 0 ? prices.reduce((sum, each) => sum + each, 0) : null;
}
