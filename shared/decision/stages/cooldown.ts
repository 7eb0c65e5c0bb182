import { because } from '../reasons.ts';
import { constrained, type Stage } from './draft.ts';

/** Each direction waits for its own cooldown since it last acted. */
export const cooldown: Stage = (draft, { policy, observation, current }) => {
  if (draft.capacity === current) return draft;
  const direction = draft.capacity > current ? 'out' : 'in';
  const { history, now } = observation;
  const last = direction === 'out' ? history.lastOutAt : history.lastInAt;
  const wait = policy.behavior[direction].cooldown;
  const left = last === undefined ? 0 : wait - (now - last) / 1000;
  if (left <= 0) return draft;
  return constrained(
    draft,
    'cooldown',
    current,
    because['in-cooldown']({ direction, left, cooldown: wait }),
    'cooldown',
  );
};
