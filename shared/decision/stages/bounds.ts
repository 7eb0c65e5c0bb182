import { held, type Stage } from './stage.ts';

/** Into the bounds in force, at once: neither missing data nor a cooldown keeps a group outside of them. */
export const bounds: Stage = (course, { bounds: { min, max, scheduled }, current }) => {
  const whose = scheduled ? ' of an open window' : '';
  if (course.capacity > max) {
    const isRepair = course.capacity <= current;
    return held(course, 'bounds', max, `the maximum${whose} is ${max}`, isRepair ? null : 'at-max');
  }
  if (course.capacity >= min) return course;
  const isRepair = course.capacity >= current;
  return held(course, 'bounds', min, `the minimum${whose} is ${min}`, isRepair ? null : 'at-min');
};
