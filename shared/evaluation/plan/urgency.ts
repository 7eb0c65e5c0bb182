import type { Urgency } from '../../providers/index.ts';
import { liveUnits } from '../model.ts';
import type { DecidedContext } from '../observe/group-context.ts';

/**
 * How urgent a resize is. `repair`: the group is below its minimum or has lost workers. `short`: it has at most half of
 * the needed capacity.
 */
export function urgencyOf({ decision, observation, policy, seen }: DecidedContext): Urgency {
  const live = liveUnits(seen);
  const needed = Math.max(decision.desired, observation.desired ?? 0);
  if (live < policy.capacity.min || (decision.direction === 'hold' && live < needed)) return 'repair';
  return live * 2 <= needed ? 'short' : 'usual';
}
