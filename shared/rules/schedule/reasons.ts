import { define, momentText } from '../../model/index.ts';

export const reasons = {
  'schedule-desired': define<{ capacity: number; until?: string }>(
    'A window with `desired` is open. It closes at `until`.',
    ({ capacity, until }) =>
      `an open window asks for ${capacity}${until === undefined ? '' : ` until ${momentText(until)}`}`,
  ),
  'schedule-closed': define<Record<never, never>>('No window is open.', () => 'no window is open'),
  'schedule-bounds': define<Record<never, never>>(
    'A window is open that changes the bounds and has no `desired`.',
    () => 'an open window changes only the bounds',
  ),
  'schedule-minimum': define<{ open: boolean; min: number }>(
    'Only schedules size the group and none asks for a capacity, so it returns to its minimum.',
    ({ open, min }) =>
      `${open ? 'no open window asks for a capacity' : 'no window is open'}, and only schedules size this group: its minimum is ${min}`,
  ),
};
