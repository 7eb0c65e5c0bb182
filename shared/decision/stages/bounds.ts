import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';
import { isBeyondBounds } from './manual.ts';

/** Into the bounds in force, at once: neither missing data nor a cooldown keeps a group outside of them. */
export const bounds: Stage = (draft, context) => {
  const { min, max, scheduled } = context.bounds;
  const { current } = context;
  if (isBeyondBounds(context)) return draft;
  if (draft.capacity > max) {
    const isRepair = draft.capacity <= current;
    return constrained(draft, 'bounds', max, because.maximum({ max, scheduled }), isRepair ? null : 'at-max');
  }
  if (draft.capacity >= min) return draft;
  const isRepair = draft.capacity >= current;
  return constrained(draft, 'bounds', min, because.minimum({ min, scheduled }), isRepair ? null : 'at-min');
};
