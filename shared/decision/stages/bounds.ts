import { setterOf } from '../capacity-bounds.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';
import { isBeyondBounds } from './manual.ts';

/**
 * Into the bounds in force, at once: neither missing data nor a cooldown keeps a group outside of them. That is a repair,
 * unless the rules asked for the opposite, which the bound would also have prevented.
 */
export const bounds: Stage = (draft, context, asked) => {
  const { min, max, scheduled } = context.bounds;
  const { current, policy, now } = context;
  const setBy = (bound: 'min' | 'max', value: number) => ({
    scheduled,
    ...(scheduled && setterOf(policy, now, bound, value)),
  });
  if (isBeyondBounds(context)) return draft;
  if (draft.capacity > max) {
    const isRepair = Math.max(draft.capacity, asked) <= current;
    return constrained(
      draft,
      'bounds',
      max,
      because.maximum({ max, ...setBy('max', max) }),
      isRepair ? null : 'at-max',
    );
  }
  if (draft.capacity >= min) return draft;
  const isRepair = Math.min(draft.capacity, asked) >= current;
  return constrained(draft, 'bounds', min, because.minimum({ min, ...setBy('min', min) }), isRepair ? null : 'at-min');
};
