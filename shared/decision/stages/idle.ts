import { unitsOf, type Worker } from '../../model/index.ts';
import type { DecisionContext } from '../context.ts';

/**
 * The capacity down to which cooldown and limits do not hold back a scale-in: the workers that report that they are idle
 * may go at once, where the policy says so. The current capacity if there are none.
 */
export function withoutIdle({ policy, fleet, current }: DecisionContext): number {
  if (policy.behavior.in.idle !== 'at-once') return current;
  const isIdle = ({ state, busy, protected: isProtected }: Worker) =>
    state !== 'draining' && busy === false && !isProtected;
  return Math.max(0, current - unitsOf(fleet.workers.filter(isIdle)));
}
