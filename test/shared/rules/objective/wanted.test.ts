import { describe, expect, it } from 'vitest';
import type { Candidate, Winner } from '../../../../shared/rules/objective/learned.ts';
import { type Sight, wanted } from '../../../../shared/rules/objective/wanted.ts';
import { TWICE } from '../../decision/tuned.ts';

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
const askedOf = (winner: Winner, sight: Partial<Sight>) =>
  wanted(winner, { recent: steady(5, 90), since: 0, capacity: 10, ...sight }, TIMING);
/** A twentieth more than the last minute's peak. */
const headroom = (more: Partial<Candidate> = {}): Winner => ({
  ...TWICE,
  candidate: { want: { by: 'headroom', load: 0.95, window: 60 }, hold: 60, coarse: 0, ...more },
});

describe('the wanted capacity', () => {
  /** Twice the peak of five workers. */
  const wantedBy = (seen: number, capacity: number) => askedOf({ ...TWICE, seen }, { capacity });
  const asked = (seen: number, capacity: number) => wantedBy(seen, capacity).capacity;

  it('is what the strategy wants, from above and from below', () => {
    expect([5, 10, 11, 12, 40].map((capacity) => asked(864_000, capacity))).toEqual([10, 10, 10, 10, 10]);
  });

  it('is higher by a small step while there is little history, rather than to scale in often', () => {
    // A tenth of 11 is more than one worker, and a tenth of 12 less than two.
    expect([5, 10, 11, 12, 40].map((capacity) => asked(7200, capacity))).toEqual([10, 10, 11, 10, 10]);
    expect([5, 11, 40].map((capacity) => wantedBy(7200, capacity).needed)).toEqual([10, 10, 10]);
  });

  it('holds the highest capacity within its hold, from the readings alone', () => {
    const quietFor = (quiet: number) =>
      askedOf(headroom({ hold: 300 }), { recent: [...steady(19, 30), ...steady(9.5, quiet)], capacity: 20 }).capacity;
    expect([4, 5].map(quietFor)).toEqual([20, 10]);
  });

  it('of a coarse strategy ignores small changes', () => {
    const from = (capacity: number) => askedOf(headroom({ coarse: 0.15 }), { recent: steady(19, 30), capacity });
    expect([19, 23, 24].map((capacity) => from(capacity).capacity)).toEqual([21, 23, 20]);
  });

  it('continues what the strategy had when it was found, whatever capacity the group has', () => {
    const found: Winner = { ...headroom({ coarse: 0.15 }), capacity: 20 };
    const given = (recent: readonly number[], since: number) =>
      [15, 20, 23, 40].map((capacity) => askedOf(found, { recent, since, capacity }).capacity);
    // It wants 19 and keeps 20, because one less is too small a step.
    expect(given(steady(18, 90), 0)).toEqual([20, 20, 20, 20]);
    // It wants 14, and later 29 with what a coarse step adds.
    const falls = [...steady(18, 80), ...steady(13, 10)];
    expect(given(falls, 10)).toEqual([14, 14, 14, 14]);
    expect(given([...falls, ...steady(27, 2)], 12)).toEqual([31, 31, 31, 31]);
  });

  it('is one worker if no demand is known', () => {
    expect(askedOf(TWICE, { recent: [], capacity: 1 })).toEqual({
      ...{ capacity: 1, needed: 1, peak: 0, floor: null, floorBy: null },
    });
    expect(wanted(null, { recent: [], since: 0, capacity: 0 }, TIMING)).toEqual({
      ...{ capacity: 1, needed: 1, peak: 0, floor: null, floorBy: null },
    });
  });
});

describe('without a strategy', () => {
  const asked = (recent: readonly number[], capacity = 1) => wanted(null, { recent, since: 0, capacity }, TIMING);

  it('the peak is that of five minutes', () => {
    expect(asked([50, 10, 10, 10, 10]).peak).toBe(50);
    expect(asked([50, 10, 10, 10, 10, 20]).peak).toBe(20);
  });

  it('the group has room for 15 % more a minute, and does not scale in', () => {
    // Until a new worker serves, it takes three minutes. After ten minutes of history, 9/16 of the growth is left.
    const level = { needed: 13, peak: 10, floor: null, floorBy: null };
    expect(asked(steady(10, 10))).toEqual({ ...level, capacity: 13 });
    expect(asked(steady(10, 10), 30)).toEqual({ ...level, capacity: 30 });
    // After five minutes, 36/49 of it.
    expect(asked(steady(10, 5)).capacity).toBe(14);
  });
});

describe('a band', () => {
  const band = (times: number, squared: number): Winner => ({
    ...TWICE,
    candidate: { want: { by: 'forecast', forecast: 'last', spread: 'state', times }, hold: 60, coarse: 0, above: 1 },
    misses: steady(squared, 9),
  });
  const asked = (winner: Winner, capacity: number) => askedOf(winner, { recent: steady(10, 90), capacity }).capacity;

  it('keeps workers that it would not launch', () => {
    // A usual error is a square root of 10.5 workers here.
    expect([8, 12, 14, 20].map((capacity) => asked(band(0, 1), capacity))).toEqual([10, 12, 14, 14]);
  });

  it('is never far below the forecast, however large the usual error is after a surprise', () => {
    expect(asked(band(-1, 100), 5)).toBe(9);
    expect(asked(band(-0.5, 100), 5)).toBe(10);
  });
});

describe('a usual error of the last hour', () => {
  /** The newest reading is the forecast for the one in three minutes, and `times` errors are added. */
  const quick = (misses: number[], times = 1): Winner => ({
    ...TWICE,
    candidate: { want: { by: 'forecast', forecast: 'last', spread: 'quick', times }, hold: 60, coarse: 0 },
    misses,
  });
  const rise = [...steady(15.5, 30), 31.5, ...steady(15.5, 4)];

  it('grows with readings above their forecasts since the strategy was found', () => {
    // 16 more are an error of four square roots of 16, twice its square counts, and a minute has a share of 1.15 %.
    expect(askedOf(quick(steady(0, 9)), { recent: rise, since: 5, capacity: 1 }).capacity).toBe(
      Math.ceil(15.5 + Math.sqrt(32 * (1 - 2 ** (-1 / 60)) * 2 ** (-4 / 60)) * 4),
    );
    expect(askedOf(quick(steady(0, 9)), { recent: rise, since: 4, capacity: 1 }).capacity).toBe(16);
    // 40 after a forecast of none are 40 square roots of a half.
    const begins = [...steady(0, 30), 40, ...steady(0, 4)];
    expect(askedOf(quick(steady(0, 9)), { recent: begins, since: 5, capacity: 1 }).capacity).toBe(
      Math.ceil(40 * Math.sqrt(2 * (1 - 2 ** (-1 / 60)) * 2 ** (-4 / 60))),
    );
  });

  it('stays unknown if the tournament did not know it', () => {
    // Twice the peak of five minutes.
    for (const misses of [[], steady(-1, 9)])
      expect(askedOf(quick(misses), { recent: rise, since: 5, capacity: 1 }).capacity).toBe(63);
  });
});

it('a strategy that follows the day before looks less far if its tuning is old', () => {
  const found: Winner = {
    ...TWICE,
    candidate: { want: { by: 'forecast', forecast: 'day', spread: 'state', times: 0 }, hold: 60, coarse: 0 },
    ...{ misses: steady(0, 9), dayBefore: steady(5, 181) },
  };
  const asked = (since: number) => askedOf(found, { recent: steady(20, 90), since, capacity: 20 }).capacity;
  expect(asked(0)).toBe(20);
  // The day before is unknown: twice the peak.
  expect(asked(300)).toBe(40);
});

describe('demand that is higher or lower than in the day before', () => {
  const rises = [...steady(9.5, 88), 14, 19];
  const asked = (highest: number, recent = rises) =>
    askedOf({ ...headroom(), highest, seen: 172_800 }, { recent, capacity: 10 });

  it('is followed with its rise, whatever the strategy makes of it', () => {
    expect(asked(10)).toMatchObject({ capacity: 27, floor: 27, floorBy: 'unseen' });
    expect(asked(10, [...steady(9.5, 88), 14, 14])).toMatchObject({ capacity: 15, floor: null });
  });

  it('is left to the strategy if the hour before had as much', () => {
    expect(asked(10, rises.with(40, 16))).toMatchObject({ capacity: 20, floor: null });
  });

  it('is followed in a rise above the hour before, even if the day had as much', () => {
    expect(asked(30)).toMatchObject({ capacity: 27, floor: 27, floorBy: 'unseen' });
    expect(asked(30, rises.with(40, 16))).toMatchObject({ capacity: 20, floor: null });
  });

  it('keeps its workers in a collapse below half of the lowest of the day, and after it', () => {
    const collapse = [...steady(20, 70), ...steady(0, 20)];
    const kept = (lowest: number, recent = collapse) =>
      askedOf({ ...headroom(), highest: 40, lowest, seen: 172_800 }, { recent, capacity: 25 });
    expect(kept(8)).toMatchObject({ capacity: 20, floor: 20, floorBy: 'collapse' });
    expect(kept(8, [...collapse.slice(3), 3, 5, 5])).toMatchObject({ capacity: 20, floorBy: 'collapse' });
    expect(kept(0)).toMatchObject({ capacity: 1, floor: null, floorBy: null });
  });

  it('does not say that a floor counts where the strategy has as much', () => {
    const level = { ...TWICE, keeps: false, candidate: headroom().candidate };
    expect(askedOf(level, { recent: steady(9.5, 90) })).toMatchObject({ capacity: 10, floor: null, floorBy: null });
    expect(askedOf(level, { recent: [...steady(10.5, 89), 9.5] })).toMatchObject({ floor: 11, floorBy: 'demand' });
    // It still holds what it wanted ten minutes ago.
    const holds = { ...level, candidate: headroom({ hold: 900 }).candidate };
    const recent = [...steady(9.5, 70), ...steady(19, 2), ...steady(10.5, 8), 9.5];
    expect(askedOf(holds, { recent, capacity: 20 })).toMatchObject({ capacity: 20, floor: null, floorBy: null });
  });
});
