import { describe, expect, it } from 'vitest';
import { openUntil } from '../../../shared/policy/index.ts';

const berlin = (cron: string, hours: number) => ({ cron, lasts: hours * 3600, timezone: 'Europe/Berlin' });
const utc = (cron: string, hours: number) => ({ cron, lasts: hours * 3600, timezone: 'UTC' });
const closes = (window: ReturnType<typeof utc>, now: string): string | undefined => {
  const until = openUntil(window, Date.parse(now));
  return until === undefined ? undefined : new Date(until).toISOString().replace('.000', '');
};

describe('a window', () => {
  const night = utc('0 22 * * *', 8);
  it.each([
    ['is open from its start', night, '2026-11-21T22:00:00Z', '2026-11-22T06:00:00Z'],
    ['is open in the very second of its start', night, '2026-11-21T22:00:00.500Z', '2026-11-22T06:00:00Z'],
    ['is shut a moment before', night, '2026-11-21T21:59:59.999Z', undefined],
    ['crosses midnight', night, '2026-11-22T00:00:00Z', '2026-11-22T06:00:00Z'],
    ['is open a moment before its end', night, '2026-11-22T05:59:59.999Z', '2026-11-22T06:00:00Z'],
    ['is shut at its end', night, '2026-11-22T06:00:00Z', undefined],
    [
      'that opens again before it closes stays open',
      utc('0 * * * *', 2),
      '2026-11-22T06:30:00Z',
      '2026-11-22T08:00:00Z',
    ],
    ['opens on its weekday only', utc('0 2 * * SUN', 2), '2026-11-21T02:30:00Z', undefined],
    [
      'that opened on its weekday stays open into the next',
      utc('0 23 * * SUN', 4),
      '2026-11-23T01:00:00Z',
      '2026-11-23T03:00:00Z',
    ],
    ['may last longer than a day', utc('0 0 * * SAT', 48), '2026-11-22T12:00:00Z', '2026-11-23T00:00:00Z'],
    ['of a date that never comes is shut', utc('0 0 30 2 *', 24), '2026-03-01T12:00:00Z', undefined],
    ['of a leap day opens on it', utc('0 0 29 2 *', 24), '2028-02-29T12:00:00Z', '2028-03-01T00:00:00Z'],
  ])('%s', (_, window, now, until) => {
    expect(closes(window, now)).toBe(until);
  });
});

describe('when clocks go forward (Berlin, 2026-03-29, 02:00 becomes 03:00)', () => {
  it.each([
    [
      'a start before the change is where it always is',
      berlin('30 1 * * *', 3),
      '2026-03-29T00:30:00Z',
      '2026-03-29T03:30:00Z',
    ],
    [
      'a window across the change lasts as long as it is written',
      berlin('0 22 * * *', 8),
      '2026-03-29T04:59:00Z',
      '2026-03-29T05:00:00Z',
    ],
    [
      'a start that does not exist opens right after the change',
      berlin('30 2 * * *', 1),
      '2026-03-29T01:00:00Z',
      '2026-03-29T02:00:00Z',
    ],
    ['a start that does not exist is not open before it', berlin('30 2 * * *', 1), '2026-03-29T00:59:00Z', undefined],
    [
      'a start after the change is an hour earlier in UTC',
      berlin('0 3 * * *', 1),
      '2026-03-29T01:00:00Z',
      '2026-03-29T02:00:00Z',
    ],
    ['the next day is as usual', berlin('30 2 * * *', 1), '2026-03-30T00:30:00Z', '2026-03-30T01:30:00Z'],
  ])('%s', (_, window, now, until) => {
    expect(closes(window, now)).toBe(until);
  });
});

describe('when clocks go back (Berlin, 2026-10-25, 03:00 becomes 02:00)', () => {
  it.each([
    [
      'a start before the change is where it always is',
      berlin('30 1 * * *', 3),
      '2026-10-24T23:30:00Z',
      '2026-10-25T02:30:00Z',
    ],
    [
      'a window across the change lasts as long as it is written',
      berlin('0 22 * * *', 8),
      '2026-10-25T03:59:00Z',
      '2026-10-25T04:00:00Z',
    ],
    [
      'a start that comes twice opens the first time',
      berlin('30 2 * * *', 1),
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
    ],
    [
      'a start that comes twice does not open the second time',
      berlin('30 2 * * *', 1),
      '2026-10-25T01:30:00Z',
      undefined,
    ],
    [
      'a window open during both hours closes when its time is over',
      berlin('30 2 * * *', 3),
      '2026-10-25T01:45:00Z',
      '2026-10-25T03:30:00Z',
    ],
    ['a window of every hour opens in both', berlin('0 * * * *', 1), '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'],
    [
      'a start after the change is an hour later in UTC',
      berlin('0 3 * * *', 1),
      '2026-10-25T02:00:00Z',
      '2026-10-25T03:00:00Z',
    ],
  ])('%s', (_, window, now, until) => {
    expect(closes(window, now)).toBe(until);
  });
});
