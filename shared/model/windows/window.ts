import { Cron } from 'croner';
import { aDayLater, momentOf, momentsShowing, nextAt, shownAt } from './wall-clock.ts';
import type { Window } from './window-fields.ts';

/**
 * The moment (ms since the epoch) at which the window that is open at `now` closes, or `undefined` while it is shut.
 * A window is open from its start, inclusive, to its end, exclusive.
 */
export function openUntil(window: Window, now: number): number | undefined {
  const latest =
    window.on === undefined
      ? latestStart(window.cron ?? '', window.timezone, Math.floor(now / MINUTE))
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

/** When the last of these windows closes that are open, as ISO 8601; undefined if none is. `now`: ms since the epoch. */
export function lastClosing(windows: readonly Window[], now: number): string | undefined {
  const closings = windows.flatMap((window) => openUntil(window, now) ?? []);
  return closings.length === 0 ? undefined : new Date(Math.max(...closings)).toISOString();
}

/** When a window on one date closes for good, ms since the epoch; null for one that opens again. */
export function closesAt(window: Window): number | null {
  if (window.on === undefined) return null;
  return endOf(window, momentOf(window.on, window.start ?? '00:00', window.timezone));
}

/** When the next of these windows opens, in ISO 8601, without those that are open; empty if none opens again. `now`: ms since the epoch. */
export function nextOpening(windows: readonly Window[], now: number): { readonly opens?: string } {
  const starts = windows.flatMap((window) =>
    openUntil(window, now) === undefined ? (startAfter(window, now) ?? []) : [],
  );
  return starts.length === 0 ? {} : { opens: new Date(Math.min(...starts)).toISOString() };
}

function startAfter({ on, start, cron = '', timezone }: Window, now: number): number | undefined {
  const opens = on === undefined ? cronStart(cron, timezone, now) : momentOf(on, start ?? '00:00', timezone);
  return opens > now && opens < Infinity ? opens : undefined;
}

function cronStart(cron: string, timezone: string, now: number): number {
  const key = `${timezone} ${cron}`;
  const known = openings.get(key);
  if (known && now >= known.from && now < known.opens) return known.opens;
  if (openings.size >= MOST_CRONS) openings.clear();
  const opens = cronStartAfter(cron, timezone, now) ?? Infinity;
  openings.set(key, { from: now, opens });
  return opens;
}

/** The first start after `now`. If the clock is set back, only a window that starts in every hour starts twice. */
function cronStartAfter(text: string, timezone: string, now: number): number | undefined {
  const cron = new Cron(text, { timezone: 'UTC', paused: true });
  for (let run = cron.nextRun(new Date(shownAt(now, timezone) - MOST_CHANGE)); run; run = cron.nextRun(run)) {
    const moments = momentsShowing(run.getTime(), timezone);
    const opens = (isHourly(text) ? moments : moments.slice(0, 1)).find((moment) => moment > now);
    if (opens !== undefined) return opens;
  }
  return undefined;
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
  /** Runs on what the clock shows, read as UTC. */
  readonly cron: Cron;
  readonly isHourly: boolean;
  /** The first and the last minute for which `start` holds: until the next start, or for a day. */
  from: number;
  to: number;
  start: number | undefined;
}
/** Cached, because evaluating cron is slow, many groups share a window, and one decision needs it more than once. */
const crons = new Map<string, Known>();
const MOST_CRONS = 10_000;
const ends = new Map<string, number>();
/** By zone and expression: the next opening, and from when on it is the next one. */
const openings = new Map<string, { readonly from: number; readonly opens: number }>();

/** The last start up to a minute, as of the window's zone. */
function latestStart(text: string, timezone: string, minute: number): number | undefined {
  const key = `${timezone} ${text}`;
  let known = crons.get(key);
  if (known && minute >= known.from && minute <= known.to) return known.start;
  if (!known) {
    if (crons.size >= MOST_CRONS) crons.clear();
    const cron = new Cron(text, { timezone: 'UTC', paused: true });
    known = { cron, isHourly: isHourly(text), from: minute, to: minute, start: undefined };
    crons.set(key, known);
  }
  const now = minute * MINUTE;
  const shown = shownAt(now, timezone);
  known.from = minute;
  known.to = minute + sameFor(known.cron, shown, (length) => shownAt(now + length, timezone));
  known.start = startUpTo(known, timezone, now, shown);
  // If the clock was set back, it showed times before the change that are later than what it shows now.
  const shownBefore = shownAt(now - MOST_CHANGE, timezone) + MOST_CHANGE;
  if (shownBefore > shown) {
    const before = startUpTo(known, timezone, now, shownBefore);
    if (before !== undefined && (known.start === undefined || before > known.start)) known.start = before;
  }
  return known.start;
}

const HOUR = 60 * MINUTE;
/** Clocks change by one or two hours. */
const MOST_CHANGE = 3 * HOUR;

/** A window that starts in every hour opens both times when clocks go back; any other opens the first time only. */
const isHourly = (text: string): boolean => /^(\*|\*\/1|0-23)$/.test(text.trim().split(/\s+/)[1] ?? '');

/** Minutes, less than a day, for which no start comes; 0 if the clock changes soon. */
function sameFor(cron: Cron, shown: number, shownIn: (length: number) => number): number {
  const unchanged = [24 * HOUR, HOUR].find((length) => shownIn(length) - shown === length);
  if (unchanged === undefined) return 0;
  const next = cron.nextRun(new Date(shown))?.getTime() ?? Infinity;
  return Math.min(next - shown, unchanged) / MINUTE - 1;
}

/**
 * The last start up to `now` whose time the clock shows at `shown` or before. Starts that it showed longer ago than clocks
 * change are over. Finds none in the years up to 99, because `Date.UTC` takes them for 1900 to 1999.
 */
function startUpTo({ cron, isHourly }: Known, timezone: string, now: number, shown: number): number | undefined {
  for (let up = shown; up >= shown - MOST_CHANGE; ) {
    const run = cron.previousRuns(1, new Date(up + 1))[0]?.getTime();
    if (run === undefined) return undefined;
    const moments = momentsShowing(run, timezone);
    const start = (isHourly ? moments : moments.slice(0, 1)).findLast((moment) => moment <= now);
    if (start !== undefined) return start;
    up = run - MINUTE;
  }
  return undefined;
}
