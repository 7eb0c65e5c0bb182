import { Cron } from 'croner';
import * as z from 'zod';
import { positiveDuration } from './duration.ts';
import { valueError } from './validation-reasons.ts';
import { checked } from './written-text.ts';

const cronText = checked(
  z.string().max(200),
  (text) => text.trim().split(/\s+/).length === 5 && isCron(text),
  (written) => valueError('', 'invalid-cron', { written }),
);

const timezone = checked(z.string().max(64), isTimezone, (written) => valueError('', 'unknown-time-zone', { written }));

/** Fields of a window that opens by cron, at wall-clock time in its zone, and stays open for `lasts`. */
export const windowFields = { cron: cronText, lasts: positiveDuration, timezone: timezone.default('UTC') };
const windowSchema = z.strictObject(windowFields);
export type Window = z.output<typeof windowSchema>;
export { windowSchema as window };

function isCron(text: string): boolean {
  try {
    new Cron(text, { paused: true });
    return true;
  } catch {
    return false;
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The moment (ms since the epoch) at which the window that is open at `now` closes, or `undefined` while it is shut.
 * A window is open from its start, inclusive, to start + `lasts`, exclusive.
 */
export function openUntil(window: Window, now: number): number | undefined {
  const latest = startsUpTo(window, Math.floor(now / MINUTE)).find((start) => start <= now);
  if (latest === undefined) return undefined;
  const closes = latest + window.lasts * 1000;
  return closes > now ? closes : undefined;
}

const MINUTE = 60_000;
/** Cached, because evaluating cron is slow, many groups share a window, and one decision needs it more than once. */
const crons = new Map<string, { readonly cron: Cron; minute: number; starts: readonly number[] }>();
const MOST_CRONS = 10_000;

/** The last start before the end of the minute, and the one before it; both as of the window's zone. */
function startsUpTo({ cron: text, timezone }: Window, minute: number): readonly number[] {
  const key = `${timezone} ${text}`;
  let known = crons.get(key);
  if (known?.minute === minute) return known.starts;
  if (!known) {
    if (crons.size >= MOST_CRONS) crons.clear();
    known = { cron: new Cron(text, { timezone, paused: true }), minute, starts: [] };
    crons.set(key, known);
  }
  known.minute = minute;
  known.starts = known.cron.previousRuns(2, new Date((minute + 1) * MINUTE)).map((start) => start.getTime());
  return known.starts;
}
