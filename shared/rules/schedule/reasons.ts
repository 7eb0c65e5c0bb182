import { define, momentText } from '../../model/index.ts';

const closedText = (opens: string | undefined): string =>
  opens === undefined ? 'no window is open' : `no window is open until ${momentText(opens)}`;

export const reasons = {
  'schedule-desired': define<{ capacity: number; until?: string }>(
    'A window with `desired` is open. It closes at `until`.',
    ({ capacity, until }) =>
      `an open window asks for ${capacity}${until === undefined ? '' : ` until ${momentText(until)}`}`,
  ),
  'schedule-closed': define<{ opens?: string }>(
    'No window is open. `opens`: when the next window opens; absent if none opens again.',
    ({ opens }) => closedText(opens),
  ),
  'schedule-bounds': define<Record<never, never>>(
    'A window is open that changes the bounds and has no `desired`.',
    () => 'an open window changes only the bounds',
  ),
  'schedule-minimum': define<{ open: boolean; min: number; opens?: string }>(
    'Only schedules size the group and none asks for a capacity, so it returns to its minimum. `opens`: when the next window opens; absent if one is open, or none opens again.',
    ({ open, min, opens }) =>
      `${open ? 'no open window asks for a capacity' : closedText(opens)}, and only schedules size this group: its minimum is ${min}`,
  ),
};
