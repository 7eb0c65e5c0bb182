import { Cron } from 'croner';
import * as z from 'zod';
import { positiveDuration } from './duration.ts';

const cronText = z
  .string()
  .max(200)
  .refine((text) => text.trim().split(/\s+/).length === 5 && isCron(text), {
    error: 'must be a cron expression of five fields: minute hour day month weekday',
  });

const timezone = z.string().max(64).refine(isTimezone, { error: 'must be a time zone such as Europe/Berlin or UTC' });

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
  const cron = cronOf(window);
  // Croner looks strictly before the reference and to the second; a start at `now` itself counts, one after it does not.
  const latest = cron.previousRuns(2, new Date(now + 1000)).find((start) => start.getTime() <= now);
  if (!latest) return undefined;
  const closes = latest.getTime() + window.lasts * 1000;
  return closes > now ? closes : undefined;
}

/** Windows are few and looked at in every decision: each expression is parsed once. */
const crons = new Map<string, Cron>();
const MOST_CRONS = 10_000;

function cronOf({ cron: text, timezone }: Window): Cron {
  const key = `${timezone} ${text}`;
  const known = crons.get(key);
  if (known) return known;
  if (crons.size >= MOST_CRONS) crons.clear();
  const cron = new Cron(text, { timezone, paused: true });
  crons.set(key, cron);
  return cron;
}
