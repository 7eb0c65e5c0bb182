import { durationText, momentText } from '../../model/index.ts';

/** `2026-11-21 12:00:00 UTC`: how texts write a time. JSON has ISO 8601. */
export const momentAt = (at: number): string => momentText(new Date(at).toISOString());

/** The same without its zone, for columns whose head names it. */
export const timeText = (at: number | null): string =>
  at === null ? '–' : new Date(at).toISOString().replace('T', ' ').slice(0, 19);

export const isoText = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The time between `at` and `now`: `12 s ago`, `in 3 min`. */
export function distanceText(at: number | null, now: number): string {
  if (at === null) return 'never';
  const seconds = Math.round(Math.abs(at - now) / 1000);
  const size = durationText(seconds);
  return at > now ? `in ${size}` : `${size} ago`;
}
