import { counted, define, figure } from '../../model/index.ts';

/** Why a warm pool has the size that `size: auto` chose, and why there is none. Times in seconds, shares in percent. */
export const reasons = {
  'warm-size-chosen': define<{ size: number; launch: number; start: number; often: number; needed: number }>(
    'The size of the warm pool: even its last member is needed often enough to pay for its disks.',
    ({ size, launch, start, often, needed }) =>
      `${counted(size, 'member')}: in ${figure(often)} % of the hours the group grew by ${size} or more within the time of a launch, and a member pays off from ${figure(needed)} % on; a start takes ${figure(start)} s, a launch ${figure(launch)} s`,
    ({ size }) => counted(size, 'member'),
  ),
  'warm-size-does-not-pay': define<{ launch: number; start: number; often: number; needed: number }>(
    'No warm pool: the group grows so rarely, or a start is so little faster than a launch, that disks cost more than waiting.',
    ({ launch, start, often, needed }) =>
      `No warm pool: the group grew in ${figure(often)} % of the hours, and a member ${needed > 100 ? 'would not pay off even if every hour needed it' : `pays off only from ${figure(needed)} % on`}; a start takes ${figure(start)} s, a launch ${figure(launch)} s`,
    () => 'a warm pool does not pay off',
  ),
  'warm-size-no-faster': define<{ launch: number; start: number }>(
    'No warm pool: a member is not ready earlier than a launched worker.',
    ({ launch, start }) => `No warm pool: a start takes ${figure(start)} s, and a launch only ${figure(launch)} s`,
    () => 'a start is no faster than a launch',
  ),
  'warm-size-too-little': define<{ hours: number; needed: number }>(
    'No warm pool yet: the growth of the group is known for too few hours.',
    ({ hours, needed }) =>
      `No warm pool yet: the growth of the group is known for ${counted(hours, 'hour')}, and ${needed} are needed`,
    () => 'too little is known about how the group grows',
  ),
  'warm-size-unmeasured': define<Record<never, never>>(
    'No warm pool yet: too few launches were measured to know how long one takes.',
    () => 'No warm pool yet: too few launches were measured to know how long one takes',
    () => 'too few launches were measured',
  ),
};
