import { budgetOf, spendOf } from '../../decision/index.ts';
import type { GroupContext } from '../observe/context.ts';

/** How many of these members the budget pays for, at the full price that a member costs until it is parked. */
export function affordable({ policy, observation, members }: GroupContext, missing: number): number {
  const budget = budgetOf(policy, observation)?.hourlyUsd;
  if (budget === undefined || budget === null) return missing;
  const spent = spendOf(observation);
  const price = observation.spending?.launchUsd;
  if (spent === null || price === undefined || price <= 0) return 0;
  const running = members.filter(({ rest }) => rest === 'up').length;
  return Math.max(0, Math.min(missing, Math.floor((budget - spent) / price) - running));
}
