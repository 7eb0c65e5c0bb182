import type { Observation, Policy } from '../../policy/index.ts';
import { decide } from '../decide.ts';
import type { Decision } from '../decision.ts';

/** Units of capacity. `ordered`: the part of `live` that is not there yet. */
interface Present {
  readonly live: number;
  readonly ready: number;
  readonly ordered: number;
}

/**
 * How much of a surplus may be removed. Weights leave a surplus if a launch brings more than was decided, or if every worker
 * that fits into a scale-in is busy. Surplus workers are removed once the remaining ones are ready, but only as many as the
 * group would now remove if its whole present capacity were the desired one. So cooldown, stabilization and limits apply.
 */
export function surplusOfWeights(
  policy: Policy,
  observation: Observation,
  { direction, proposal, desired }: Pick<Decision, 'direction' | 'proposal' | 'desired'>,
  { live, ready, ordered }: Present,
): number {
  if (direction !== 'hold' || (proposal ?? 0) > desired) return 0;
  const spare = Math.min(live - ordered, ready) - desired;
  if (spare <= 0) return 0;
  return Math.max(0, Math.min(spare, live - decide(policy, { ...observation, desired: live }).desired));
}
