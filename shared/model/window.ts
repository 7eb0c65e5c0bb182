import { Cron } from 'croner';
import { aDayLater, momentOf, nextAt } from './wall-clock.ts';
import type { Window } from './window-fields.ts';

/**
 * The moment (ms since the epoch) at which the window that is open at `now` closes, or `undefined` while it is shut.
 * A window is open from its start, inclusive, to its end, exclusive.
 */
export function openUntil(window: Window, now: number): number | undefined {
  const latest =
    window.on === undefined
      ? startsUpTo(window.cron ?? '', window.timezone, Math.floor(now / MINUTE)).find((start) => start <= now)
      : momentOf(window.on, window.start ?? '00:00', window.timezone);
  if (latest === undefined || latest > now) return undefined;
  const closes = endOf(window, latest);
  return closes > now ? closes : undefined;
}

/** Leap years come every four years, or after eight. */
const LEAP_YEAR = new Date('2024-01-01T00:00:00Z');

/** Whether a cron expression ever occurs. One for 31 February never does. */
export const opensEver = (cron: string): boolean =>
  new Cron(cron, { timezone: 'UTC', paused: true }).nextRun(LEAP_YEAR) !== null;

/** When a window on one date closes for good, ms since the epoch; null for one that opens again. */
export function closesAt(window: Window): number | null {
  if (window.on === undefined) return null;
  return endOf(window, momentOf(window.on, window.start ?? '00:00', window.timezone));
}

function endOf({ lasts, until, timezone: zone }: Window, start: number): number {
  if (typeof lasts === 'number') return start + lasts * 1000;
  const key = `${zone} ${until ?? ''} ${start}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  if (ends.size >= MOST_CRONS) ends.clear();
  const end = until === undefined ? aDayLater(start, zone) : nextAt(until, start, zone);
  ends.set(key, end);
  return end;
}

const MINUTE = 60_000;
interface Known {
  readonly cron: Cron;
  /** The first and the last minute for which `starts` holds: until the next start. */
  from: number;
  to: number;
  starts: readonly number[];
}
/** Cached, because evaluating cron is slow, many groups share a window, and one decision needs it more than once. */
const crons = new Map<string, Known>();
const MOST_CRONS = 10_000;
const ends = new Map<string, number>();

/** The last start before the end of the minute, and the one before it; both as of the window's zone. */
function startsUpTo(text: string, timezone: string, minute: number): readonly number[] {
  const key = `${timezone} ${text}`;
  let known = crons.get(key);
  if (known && minute >= known.from && minute <= known.to) return known.starts;
  if (!known) {
    if (crons.size >= MOST_CRONS) crons.clear();
    known = { cron: new Cron(text, { timezone, paused: true }), from: minute, to: minute, starts: [] };
    crons.set(key, known);
  }
  const end = new Date((minute + 1) * MINUTE);
  // A start at the very end of the minute belongs to the next one.
  const next = known.cron.nextRun(new Date(end.getTime() - 1))?.getTime() ?? Number.POSITIVE_INFINITY;
  known.from = minute;
  known.to = Math.floor(next / MINUTE) - 1;
  known.starts = known.cron.previousRuns(2, end).map((start) => start.getTime());
  return known.starts;
}
