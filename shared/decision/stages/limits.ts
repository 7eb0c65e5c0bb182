import { ceilWorkers, isoAfter, truncWorkers } from '../../model/index.ts';
import type { DirectionBehavior, Limit } from '../../policy/index.ts';
import type { DecisionContext } from '../context.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';
import { withoutIdle } from './idle.ts';

type Changes = readonly { at: number; by: number }[];

/**
 * Bounds how much a period may change: its start size is current − added + removed within it.
 * Source: calculateScaleUpLimitWithScalingRules and …ScaleDown… in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/horizontal.go
 */
export const limits: Stage = (draft, context) => {
  const { policy, observation, current } = context;
  const { capacity } = draft;
  if (capacity === current) return draft;
  const direction = capacity > current ? 'out' : 'in';
  const behavior = policy.behavior[direction];
  if (behavior.select === 'disabled') {
    return constrained(draft, 'limits', current, because['select-disabled']({ direction }), 'limit');
  }
  if (behavior.limits.length === 0) return draft;
  const reach = furthest(behavior, direction, current, observation.history.changes, observation.now);
  const limited =
    direction === 'out'
      ? Math.max(current, Math.min(capacity, reach.size))
      : Math.min(current, Math.max(capacity, Math.min(reach.size, withoutIdle(context))));
  if (limited === capacity) return draft;
  const { limit, start, size } = reach;
  const { percent = null, workers = null, every } = limit;
  return constrained(
    draft,
    'limits',
    limited,
    because['limited-change']({
      percent,
      workers,
      every,
      from: start,
      to: size,
      ...further(context, direction, limited),
    }),
    'limit',
  );
};

/** When the limits allow a further change than to `size`, and the seconds until then. Empty if they never do. */
function further({ policy, observation, current }: DecisionContext, direction: 'out' | 'in', size: number) {
  const { now, history } = observation;
  const behavior = policy.behavior[direction];
  const changes = size === current ? history.changes : [...history.changes, { at: now, by: size - current }];
  const moments = behavior.limits.flatMap(({ every }) => changes.map(({ at }) => at + every * 1000));
  for (const moment of moments.filter((at) => at > now).toSorted((one, other) => one - other)) {
    const { size: reached } = furthest(behavior, direction, size, changes, moment);
    if (direction === 'out' ? reached <= size : reached >= size) continue;
    const left = Math.ceil((moment - now) / 1000);
    return { until: isoAfter(now, left), left };
  }
  return {};
}

interface Reach {
  readonly limit: Limit;
  /** Size at the start of the limit's period. */
  readonly start: number;
  /** The furthest size it allows. */
  readonly size: number;
}

/** The reach of the limit that `select` picks: max takes the larger change, min the smaller. */
function furthest(
  behavior: DirectionBehavior,
  direction: 'out' | 'in',
  current: number,
  changes: Changes,
  now: number,
): Reach {
  const reaches = behavior.limits.map((limit) => reachOf(limit, direction, current, changes, now));
  const preferLarger = (behavior.select === 'max') === (direction === 'out');
  return reaches.reduce((best, each) => ((preferLarger ? each.size > best.size : each.size < best.size) ? each : best));
}

function reachOf(limit: Limit, direction: 'out' | 'in', current: number, changes: Changes, now: number): Reach {
  const inPeriod = changes.filter(({ at }) => at > now - limit.every * 1000 && at <= now);
  const start = Math.max(0, current - inPeriod.reduce((sum, { by }) => sum + by, 0));
  return { limit, start, size: Math.max(0, sizeOf(limit, direction, start)) };
}

/** A percentage rounds up going out (from zero at least one worker, or it would never start) and truncates going in. */
function sizeOf({ workers, percent = 0 }: Limit, direction: 'out' | 'in', start: number): number {
  if (workers !== undefined) return direction === 'out' ? start + workers : start - workers;
  if (direction === 'out') return Math.max(start + 1, ceilWorkers(start * (1 + percent / 100)));
  return truncWorkers(start * (1 - percent / 100));
}
