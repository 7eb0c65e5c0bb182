import { isoAfter } from '../../model/index.ts';
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
  const window = stabilizationSeconds(policy, direction, pending + warming > 0);
  if (window === 0) return draft;
  const { now, history } = observation;
  const inWindow = history.proposals.filter(({ at }) => at > now - window * 1000 && at <= now);
  const isFresh = history.proposals.length === 0;
  const past = isFresh ? [{ at: now, value: current }] : inWindow;
  const isOut = direction === 'out';
  const proposal = (isOut ? Math.min : Math.max)(capacity, ...past.map(({ value }) => value));
  const steady = isOut ? Math.max(current, proposal) : Math.min(current, proposal);
  if (steady === capacity) return draft;
  // The group may change further when the newest proposal that prevents it leaves the window.
  const keeping = past.filter(({ value }) => (isOut ? value <= steady : value >= steady));
  const left = Math.ceil((Math.max(...keeping.map(({ at }) => at)) - now) / 1000) + window;
  const ends = { until: isoAfter(now, left), left };
  const reason = isFresh
    ? because['no-proposals-yet']({ seconds: window, current, ...ends })
    : because[isOut ? 'lowest-proposal' : 'highest-proposal']({ seconds: window, capacity: steady, proposal, ...ends });
  return constrained(draft, 'stabilization', steady, reason, 'stabilization');
};

/**
 * A worker that boots costs a boot when it is needed again. So while some boot, a dip must last as long as that before the
 * group gives any up.
 */
function stabilizationSeconds({ behavior, warmup }: Policy, direction: 'out' | 'in', isBooting: boolean): number {
  const { stabilization: window } = behavior[direction];
  return direction === 'in' && isBooting && behavior.in.whileBooting === 'wait' ? Math.max(window, warmup) : window;
}
