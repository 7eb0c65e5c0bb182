import { describe, expect, it } from 'vitest';
import { nextOpening, type Window } from '../../../shared/model/index.ts';
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

const zoned = (window: object) => ({ timezone: 'Europe/Berlin', ...window }) as Parameters<typeof openUntil>[0];
const ends = (window: object, now: string): string | undefined => {
  const until = openUntil(zoned(window), Date.parse(now));
  return until === undefined ? undefined : new Date(until).toISOString().replace('.000', '');
};

describe('a window that closes at a time of day', () => {
  const day = { cron: '0 8 * * *', until: '20:00' };
  const night = { cron: '0 20 * * *', until: '08:00' };
  it.each([
    ['closes at the next such time', day, '2026-11-21T12:00:00Z', '2026-11-21T19:00:00Z'],
    ['is shut from then on', day, '2026-11-21T19:00:00Z', undefined],
    ['may cross midnight', night, '2026-11-21T23:30:00Z', '2026-11-22T07:00:00Z'],
    [
      'that closes when it opens lasts a day',
      { cron: '0 8 * * *', until: '08:00' },
      '2026-11-21T12:00:00Z',
      '2026-11-22T07:00:00Z',
    ],
    ['is an hour longer when clocks go back', night, '2026-10-25T06:59:59Z', '2026-10-25T07:00:00Z'],
    ['is an hour shorter when clocks go forward', night, '2026-03-29T05:59:59Z', '2026-03-29T06:00:00Z'],
    [
      'closes right after the change if its time is skipped',
      { cron: '0 20 * * *', until: '02:30' },
      '2026-03-29T00:59:59Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'closes at the first of two such times',
      { cron: '0 20 * * *', until: '02:30' },
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:30:00Z',
    ],
  ])('%s', (_, window, now, until) => {
    expect(ends(window, now)).toBe(until);
  });

  it.each(['2026-10-24T00:00:00Z', '2026-03-28T00:00:00Z'])('leaves no hour between day and night: from %s', (from) => {
    for (let minutes = 0; minutes < 3 * 1440; minutes += 10) {
      const now = Date.parse(from) + minutes * 60_000;
      const open = [day, night].filter((window) => openUntil(zoned(window), now) !== undefined);
      expect([new Date(now).toISOString(), open.length]).toEqual([new Date(now).toISOString(), 1]);
    }
  });
});

describe('a window of a whole day', () => {
  const day = { cron: '0 0 * * *', lasts: 'day' };
  it.each([
    ['usually of 24 hours', day, '2026-11-21T12:00:00Z', '2026-11-21T23:00:00Z'],
    ['of 25 when clocks go back', day, '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'],
    ['of 23 when they go forward', day, '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'],
    [
      'from any time to the same on the next day',
      { cron: '30 9 * * *', lasts: 'day' },
      '2026-10-24T20:00:00Z',
      '2026-10-25T08:30:00Z',
    ],
  ])('%s', (_, window, now, until) => {
    expect(ends(window, now)).toBe(until);
  });
});

describe('a window of one date', () => {
  const friday = { on: '2026-11-27', start: '08:00', lasts: 4 * 3600 };
  it.each([
    ['opens at its start', friday, '2026-11-27T07:00:00Z', '2026-11-27T11:00:00Z'],
    ['is shut before', friday, '2026-11-27T06:59:59Z', undefined],
    ['is shut after', friday, '2026-11-27T11:00:00Z', undefined],
    ['is shut a year later', friday, '2027-11-27T08:00:00Z', undefined],
    [
      'without a start opens at midnight',
      { on: '2026-11-27', lasts: 'day' },
      '2026-11-26T23:00:00Z',
      '2026-11-27T23:00:00Z',
    ],
    [
      'may close at a time',
      { on: '2026-11-27', start: '18:00', until: '06:00' },
      '2026-11-28T04:00:00Z',
      '2026-11-28T05:00:00Z',
    ],
  ])('%s', (_, window, now, until) => {
    expect(ends(window, now)).toBe(until);
  });
});

describe('starts at several hours, when clocks change', () => {
  const spring = '2026-03-29T01:00:00Z';
  it.each([
    ['a list: one that is skipped is right after the change', berlin('45 1,2 * * *', 0.25), spring, '01:15'],
    ['a range: one that is skipped is right after the change', berlin('30 1-2 * * *', 0.25), spring, '01:15'],
    ['every second hour: one that is skipped', berlin('30 */2 * * *', 0.25), spring, '01:15'],
    ['a range opens the first time only', berlin('0 1-3 * * *', 0.25), '2026-10-25T01:00:00Z', undefined],
    ['a list opens the first time only', berlin('0,30 1,2 * * *', 0.25), '2026-10-25T01:30:00Z', undefined],
    ['after the change, as usual', berlin('0 1-3 * * *', 0.25), '2026-10-25T02:00:00Z', '02:15'],
    ['of a range of all hours, both open', berlin('0 0-23 * * *', 0.25), '2026-10-25T01:00:00Z', '01:15'],
  ])('%s', (_, window, now, until) => {
    expect(closes(window, now)?.slice(11, 16)).toBe(until);
  });

  it('opens both times of every hour where clocks change by half an hour', () => {
    const howe = { cron: '0 * * * *', lasts: 600, timezone: 'Australia/Lord_Howe' };
    const starts = Array.from({ length: 31 }, (_, nth) => Date.parse('2026-10-03T14:00:00Z') + nth * 300_000);
    const open = starts.filter((now) => openUntil(howe, now) === now + 600_000);
    // 01:00; 02:30, which is right after the change, because 02:00 is skipped; and 03:00, at an offset of eleven hours.
    const shown = ['14:30', '15:30', '16:00'];
    expect(open.map((now) => new Date(now).toISOString().slice(11, 16))).toEqual(shown);
  });
});

describe('a window, minute by minute through a change of clocks', () => {
  // Backwards, every moment is before those that are known, so nothing of them can be used.
  it.each(['30 2 * * *', '0 * * * *', '*/7 * * * *', '0 3 * * SUN'])(
    '%s: is the same forwards and backwards',
    (cron) => {
      for (const start of ['2026-03-28T20:00:00Z', '2026-10-24T20:00:00Z']) {
        const moments = Array.from({ length: 130 }, (_, nth) => Date.parse(start) + nth * 360_000 + (nth % 3) * 29_000);
        const forwards = moments.map((now) => openUntil(berlin(cron, 0.5), now));
        const backwards = moments.toReversed().map((now) => openUntil(berlin(cron, 0.5), now));
        expect(forwards).toEqual(backwards.toReversed());
        expect(new Set(forwards).size).toBeGreaterThan(1);
      }
    },
  );
});

it.each(['UTC', 'Europe/Berlin'])(
  'a clock that is off by centuries finds windows shut, and an end to the search: %s',
  (timezone) => {
    for (const now of ['0005-04-21T12:00:00Z', '0099-12-31T23:59:00Z', '-000003-01-01T00:00:00Z'])
      for (const cron of ['0 7 * * MON', '* * * * *']) {
        const until = openUntil({ cron, lasts: 60, timezone }, Date.parse(now));
        expect(until === undefined || until > Date.parse(now)).toBe(true);
      }
  },
);

describe('the next opening of shut windows', () => {
  const opens = (now: string, ...windows: Window[]) => nextOpening(windows, Date.parse(now)).opens;
  const night = utc('0 22 * * *', 8);

  it.each([
    ['is later on the day', [night], '2026-11-21T12:00:00Z', '2026-11-21T22:00:00.000Z'],
    ['is asked for again', [night], '2026-11-21T12:01:00Z', '2026-11-21T22:00:00.000Z'],
    ['is another one after it was open', [night], '2026-11-22T06:00:00Z', '2026-11-22T22:00:00.000Z'],
    ['is the first of several', [night, utc('0 20 * * *', 1)], '2026-11-21T12:00:00Z', '2026-11-21T20:00:00.000Z'],
    ['is at the time of its zone', [berlin('0 7 * * MON', 1)], '2026-11-21T12:00:00Z', '2026-11-23T06:00:00.000Z'],
    [
      'is the first time that the clock shows it, if it is set back',
      [berlin('30 2 * * *', 0.1)],
      '2026-10-25T00:40:00Z',
      '2026-10-26T01:30:00.000Z',
    ],
    [
      'is the next hour also while the clock is set back',
      [berlin('30 * * * *', 0.1)],
      '2026-10-25T00:40:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'is after the hour that the clock skips',
      [berlin('30 2 * * *', 1)],
      '2027-03-28T00:00:00Z',
      '2027-03-28T01:00:00.000Z',
    ],
  ])('%s', (_, windows, now, moment) => {
    expect(opens(now, ...windows)).toBe(moment);
  });

  it('is unknown if none opens again, or one is open', () => {
    const once: Window = { on: '2026-11-20', start: '08:00', lasts: 3600, timezone: 'UTC' };
    expect(opens('2026-11-20T07:00:00Z', once)).toBe('2026-11-20T08:00:00.000Z');
    expect(opens('2026-11-20T09:00:00Z', once)).toBeUndefined();
    expect(opens('2026-03-01T12:00:00Z', utc('0 0 30 2 *', 24))).toBeUndefined();
    expect(opens('2026-11-21T23:00:00Z', night)).toBeUndefined();
  });
});
