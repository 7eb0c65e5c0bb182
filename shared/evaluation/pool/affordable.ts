import { budgetOf, costsOf } from '../../decision/index.ts';
import { lightestFor } from '../../providers/index.ts';
import type { WorkersContext } from '../observe/group-context.ts';

/** How many new members the budget pays for, at the full price that a member costs until it is parked. */
export function affordable({ policy, observation, decision, members, state }: WorkersContext, missing: number): number {
  const budget = budgetOf(policy, observation)?.hourlyUsd;
  if (budget === undefined || budget === null) return missing;
  const { launchUsd } = observation.spending ?? {};
  if (launchUsd === undefined || launchUsd <= 0) return 0;
  const price = launchUsd * lightestFor(policy.provider);
  const { workers, spending } = observation;
  const costs = costsOf(Array.isArray(workers) ? workers : [], decision.current, spending);
  const listed = new Set(members.map(({ id }) => id));
  const coming = state.pool.members.filter(({ id }) => !listed.has(id)).length;
  return Math.max(0, Math.min(missing, Math.floor((budget - (costs?.spend ?? 0)) / price) - coming));
}
