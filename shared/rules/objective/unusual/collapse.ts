import { stepsIn, type Timing } from '../../forecasting/index.ts';

/** Demand below this share of the lowest of the day before has collapsed. */
export const COLLAPSED = 0.5;
/** After so many seconds, low demand is no longer an exception. */
export const MOST_COLLAPSED_SECONDS = 3600;
/** The group keeps workers for the mean demand of so many seconds before the collapse. */
export const LEVEL_SECONDS = 600;
/** The workers stay for so many seconds after the collapse: the first readings may show only a part of the demand. */
export const AFTER_SECONDS = 300;

/**
 * The demand before a collapse that is not over, or has just ended; 0 otherwise. Demand that falls far below all of a day
 * comes back more often than not, and all at once: something in front of the group has failed. If it fails again before the
 * collapse is over, the collapse began with the first failure. `lowest`: of the day before the last half hour, where known.
 * `newest`: index of the reading.
 */
export function demandBeforeCollapse(
  recent: ArrayLike<number>,
  newest: number,
  { lowest, timing }: { readonly lowest: number | undefined; readonly timing: Timing },
): number {
  if (lowest === undefined) return 0;
  const isLow = (index: number): boolean => (recent[index] ?? 0) < COLLAPSED * lowest;
  const after = stepsIn(AFTER_SECONDS, timing);
  /** The last low reading; -1 if the collapse was over by then. */
  const lastLow = (index: number): number => {
    let low = index;
    while (low >= 0 && index - low <= after && !isLow(low)) low -= 1;
    return index - low > after ? -1 : low;
  };
  const end = lastLow(newest);
  let before = end;
  for (let low = end; low >= 0; low = lastLow(before)) {
    before = low;
    while (before >= 0 && isLow(before)) before -= 1;
  }
  if (before < 0 || end - before > stepsIn(MOST_COLLAPSED_SECONDS, timing)) return 0;
  const first = Math.max(0, before + 1 - stepsIn(LEVEL_SECONDS, timing));
  let sum = 0;
  for (let index = first; index <= before; index += 1) sum += recent[index] ?? 0;
  return sum / (before + 1 - first);
}
