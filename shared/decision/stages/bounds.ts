import { because } from '../reasons.ts';
import { held, type Stage } from './stage.ts';

/** Into the bounds in force, at once: neither missing data nor a cooldown keeps a group outside of them. */
export const bounds: Stage = (course, { bounds: { min, max, scheduled }, current }) => {
  if (course.capacity > max) {
    const isRepair = course.capacity <= current;
    return held(course, 'bounds', max, because.maximum({ max, scheduled }), isRepair ? null : 'at-max');
  }
  if (course.capacity >= min) return course;
  const isRepair = course.capacity >= current;
  return held(course, 'bounds', min, because.minimum({ min, scheduled }), isRepair ? null : 'at-min');
};
