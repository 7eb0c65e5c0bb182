const HOUR_MS = 3_600_000;
/** What the last hour of a month has: a rate for less would be without bound. */
const LEAST_HOURS = 1;

/** The beginning of the calendar month in UTC, as bills have it; ms since the epoch. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Hours that the month has left. */
export function hoursLeft(at: number): number {
  const date = new Date(at);
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  return Math.max(LEAST_HOURS, (end - at) / HOUR_MS);
}

/** The dollars per hour that the rest of the month pays for. */
export const monthlyRate = (monthlyUsd: number, spentUsd: number, now: number): number =>
  Math.max(0, monthlyUsd - spentUsd) / hoursLeft(now);
