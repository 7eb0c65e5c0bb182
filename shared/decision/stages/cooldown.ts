import { isoAfter } from '../../model/index.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';
import { withoutIdle } from './idle.ts';

/** Each direction waits for its own cooldown since it last acted. */
export const cooldown: Stage = (draft, context) => {
  const { policy, observation, current } = context;
  if (draft.capacity === current) return draft;
  const direction = draft.capacity > current ? 'out' : 'in';
  const { history, now } = observation;
  const last = direction === 'out' ? history.lastOutAt : history.lastInAt;
  const wait = policy.behavior[direction].cooldown;
  // The clock that wrote the moment may be ahead.
  const left = last === undefined ? 0 : Math.min(wait, wait - (now - last) / 1000);
  const kept = direction === 'in' ? Math.max(draft.capacity, withoutIdle(context)) : current;
  if (left <= 0 || kept === draft.capacity) return draft;
  const reason = because['in-cooldown']({ direction, left, cooldown: wait, until: isoAfter(now, left) });
  return constrained(draft, 'cooldown', kept, reason, 'cooldown');
};
