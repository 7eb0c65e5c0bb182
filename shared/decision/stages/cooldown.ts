import { because } from '../reasons.ts';
import { held, type Stage } from './stage.ts';

/** Each direction waits for its own cooldown since it last acted. */
export const cooldown: Stage = (course, { policy, observation, current }) => {
  if (course.capacity === current) return course;
  const direction = course.capacity > current ? 'out' : 'in';
  const { history, now } = observation;
  const last = direction === 'out' ? history.lastOutAt : history.lastInAt;
  const wait = policy.behavior[direction].cooldown;
  const left = last === undefined ? 0 : wait - (now - last) / 1000;
  if (left <= 0) return course;
  return held(course, 'cooldown', current, because['in-cooldown']({ direction, left, cooldown: wait }), 'cooldown');
};
