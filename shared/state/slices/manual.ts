import { THROUGH } from '../../model/index.ts';
import type { ManualControl } from '../../policy/index.ts';
import { count, either, fields, list, moment, nullable, oneOf, optional, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/** Who set it, and when. */
const set = {
  by: text,
  through: oneOf(...THROUGH),
  because: optional(text),
  from: optional(text),
  at: moment,
};

/**
 * What people have set by hand, until it ends. What has ended stays until it is replaced. Written by operators only, and
 * at any moment, also during a resize.
 */
export const manualSlice = slice({
  name: 'manual',
  schemaVersion: 1,
  shape: fields({
    pauses: list(
      fields({
        paused: either(oneOf(true), oneOf('out', 'in')),
        /** Set for all groups of the stage at once. */
        ofStage: optional(oneOf(true)),
        /** Without it, until somebody ends it. */
        until: optional(moment),
        ...set,
      }),
    ),
    /** The size of the group instead of what its rules ask for. */
    scale: nullable(
      fields({
        workers: count,
        /** The bounds of the policy do not apply. */
        beyondBounds: optional(oneOf(true)),
        until: moment,
        ...set,
      }),
    ),
  }),
  empty: { pauses: [], scale: null },
});

export type Manual = Shaped<typeof manualSlice.shape>;
export type Pause = Manual['pauses'][number];
export type SetSize = NonNullable<Manual['scale']>;

const lasts = ({ until = Infinity }: { readonly until?: number | undefined }, now: number): boolean => until > now;

/** What has not ended. */
export const manualAt = ({ pauses, scale }: Manual, now: number): Manual => ({
  pauses: pauses.filter((pause) => lasts(pause, now)),
  scale: scale && lasts(scale, now) ? scale : null,
});

/** When the next of it ends; null if nothing does. */
export function nextEndOf(manual: Manual, now: number): number | null {
  const { pauses, scale } = manualAt(manual, now);
  const ends = [...pauses.flatMap(({ until }) => until ?? []), ...(scale ? [scale.until] : [])];
  return ends.length === 0 ? null : Math.min(...ends);
}

/** What has not ended, as an observation shows it; undefined if there is nothing. */
export function observedManual(manual: Manual, now: number): ManualControl | undefined {
  const { pauses, scale } = manualAt(manual, now);
  if (pauses.length === 0 && scale === null) return undefined;
  return {
    pauses: pauses.map(({ paused, until, by, because }) => ({ paused, until, by, because })),
    ...(scale && {
      scale: {
        workers: scale.workers,
        until: scale.until,
        by: scale.by,
        because: scale.because,
        ...(scale.beyondBounds && { beyondBounds: true }),
      },
    }),
  };
}

/** What of a pause is left when another one takes these directions; null if nothing is. */
export function withoutDirections(paused: Pause['paused'], taken: Pause['paused']): Pause['paused'] | null {
  if (taken === true || paused === taken) return null;
  return paused === true ? (taken === 'out' ? 'in' : 'out') : paused;
}
