import { isoAfter, makersOf, type Reason } from '../model/index.ts';
import type { reasons } from './reasons.ts';

export const because = makersOf<typeof reasons>();

/** `until`: ms since the epoch. */
export const underWay = (
  { activity, holder }: { readonly activity: string; readonly holder: string },
  until: number | null = null,
): Reason => because['activity-under-way']({ activity, holder, until: until === null ? null : isoAfter(until) });
