import type { Policy } from '../../policy/index.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';

/**
 * Acts only on what the rules have asked for throughout a window: growing takes the lowest, shrinking the highest
 * proposal in it. Without history the current size counts as one, so a fresh group keeps its size for a whole window.
 * Source: stabilizeRecommendationWithBehaviors in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/horizontal.go
 */
export const stabilization: Stage = (draft, { policy, observation, current, fleet }) => {
  const { capacity } = draft;
  if (capacity === current) return draft;
  const direction = capacity > current ? 'out' : 'in';
  const { pending, warming } = fleet.counts;
  const window = windowOf(policy, direction, pending + warming > 0);
  if (window === 0) return draft;
  const { proposals } = observation.history;
  const inWindow = proposals.filter(({ at }) => at > observation.now - window * 1000 && at <= observation.now);
  const values = [capacity, ...(proposals.length === 0 ? [current] : inWindow.map(({ value }) => value))];
  const steady = direction === 'out' ? Math.max(current, Math.min(...values)) : Math.min(current, Math.max(...values));
  if (steady === capacity) return draft;
  const extreme = direction === 'out' ? 'lowest-proposal' : 'highest-proposal';
  const reason =
    proposals.length === 0
      ? because['no-proposals-yet']({ seconds: window, current })
      : because[extreme]({ seconds: window, capacity: steady });
  return constrained(draft, 'stabilization', steady, reason, 'stabilization');
};

/**
 * A worker that boots costs a boot when it is needed again. So while some boot, a dip must last as long as that before the
 * group gives any up.
 */
function windowOf({ behavior, warmup }: Policy, direction: 'out' | 'in', isBooting: boolean): number {
  const { stabilization: window } = behavior[direction];
  return direction === 'in' && isBooting && behavior.in.whileBooting === 'wait' ? Math.max(window, warmup) : window;
}
