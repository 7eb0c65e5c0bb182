import { counted } from '../model/index.ts';
import { moduleOf, type Rule, type Trial } from '../rules/index.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** A recording of less than this leaves the rules no time to act: workers boot for minutes. */
const HARDLY_ANY = HOUR;
/** Rules that learn compare a day with the day before. */
const LEARNS_FROM = 2 * DAY;

/** Why a recording of this length says little about the rules that are played; null if it is long enough. */
export function shortRecordingNote(seconds: number, played: readonly Trial[]): string | null {
  if (seconds >= LEARNS_FROM) return null;
  const covers = `the recording covers ${lengthText(seconds)}`;
  const advice = 'use a recording of several days';
  if (seconds < HARDLY_ANY) return `${covers}, which is too short to compare rules; ${advice}`;
  const learning = namesOfLearning(played);
  const learned = learning === '' ? [] : [`rules that learn (${learning}) need two days`];
  const missing = seconds < DAY ? ['the busiest hours of a day may be missing'] : [];
  const why = [...missing, ...learned];
  return why.length === 0 ? null : `${covers}: ${why.join(', and ')}; ${advice}`;
}

const namesOfLearning = (played: readonly Trial[]): string =>
  played
    .filter(({ rules }) => rules.some((rule) => moduleOf(rule as unknown as Rule).learning !== undefined))
    .map(({ name }) => name)
    .join(', ');

function lengthText(seconds: number): string {
  if (seconds < 2 * HOUR) return counted(Math.round(seconds / MINUTE), 'minute');
  if (seconds < DAY) return counted(Math.round(seconds / HOUR), 'hour');
  return counted(Math.round((10 * seconds) / DAY) / 10, 'day');
}
