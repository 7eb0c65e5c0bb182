import { describe, expect, it } from 'vitest';
import { Demand, FORECASTS, Outlook, type Timing } from '../../../../../shared/rules/forecasting/index.ts';
import type { Candidate, Winner } from '../../../../../shared/rules/objective/learned.ts';
import { CANDIDATES } from '../../../../../shared/rules/objective/strategies/candidates.ts';
import { type Before, Tournament } from '../../../../../shared/rules/objective/tournament/tournament.ts';

/** A worker launched now serves the second reading from here, and a day has 96. */
const QUARTERS: Timing = { step: 900, boot: 900, drain: 300, delay: 0 };
/** The third one, and a minute has two. */
const HALF_MINUTES: Timing = { step: 30, boot: 60, drain: 0, delay: 0 };
const KEEP = 0.5 ** (900 / 172_800);

interface Playing {
  readonly timing: Timing;
  readonly lost: number;
  readonly current: Candidate;
}
function played(
  figures: readonly number[],
  { timing = QUARTERS, lost = 0.01, current }: Partial<Playing> = {},
): Tournament {
  const tournament = new Tournament({ timing, lost, current });
  for (const figure of figures) tournament.add(figure);
  return tournament;
}
function winnerOf(...args: Parameters<typeof played>): Winner {
  const winner = played(...args).winner();
  if (!winner) throw new Error('no winner');
  return winner;
}
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
const upTo = (steps: number, at: (step: number) => number): number[] =>
  Array.from({ length: steps }, (_, step) => at(step));
/** Eight hours of each day at sixty. */
const shift = (step: number): number => (step % 96 < 32 ? 60 : 10);
const wave = (step: number): number => 50 + 40 * Math.sin((step * Math.PI) / 20);

describe('a winner', () => {
  it('is found after a quarter of an hour', () => {
    expect(played([]).winner()).toBeNull();
    expect(played(steady(10, 29), { timing: HALF_MINUTES }).winner()).toBeNull();
    expect(played(steady(10, 30), { timing: HALF_MINUTES }).winner()).not.toBeNull();
  });

  it('is not found until the workers that strategies launch first are ready', () => {
    const isFound = (boot: number, minutes: number) =>
      played(steady(10, minutes), { timing: { step: 60, boot, drain: 0, delay: 0 } }).winner() !== null;
    expect([14, 15].map((minutes) => isFound(120, minutes))).toEqual([false, true]);
    // The first decision that counts is made after five minutes. Its workers serve ten or sixty minutes later.
    expect([16, 17].map((minutes) => isFound(600, minutes))).toEqual([false, true]);
    expect([66, 67].map((minutes) => isFound(3600, minutes))).toEqual([false, true]);
  });

  it.each([
    [300, 60, 180],
    [300, 600, 180],
    [300, 3600, 0],
    [900, 60, 0],
    [900, 3600, 180],
  ])('is found at most three periods later with a metric every %i s', (step, boot, delay) => {
    const soonest = Math.max(900, boot + delay + 360);
    const figures = steady(10, Math.floor(soonest / step) + 3);
    expect(played(figures, { timing: { step, boot, drain: 0, delay } }).winner()).not.toBeNull();
  });

  it('is one of all, with what it has seen', () => {
    expect(winnerOf(steady(9.5, 40))).toMatchObject({
      ...{ candidate: { want: { by: 'headroom', load: 0.95 }, coarse: 0 }, capacity: 10 },
      ...{ shareLost: 0, keeps: true, of: CANDIDATES.length, seen: 40 * 900 },
      ...{ misses: [], weights: [], dayBefore: [] },
    });
  });

  it('may lose as much as is allowed', () => {
    expect(winnerOf(steady(9.5, 40), { lost: 0 })).toMatchObject({ shareLost: 0, keeps: true });
  });

  it('says what it was allowed to lose, and why it is less than the objective', () => {
    const limit = (steps: number) => winnerOf(steady(9.5, steps)).limit;
    // After ten of 48 hours, 38 parts in 48 of one half are kept back. Of the rest, a fifth is for the first sudden rise.
    const tenHours = 0.01 * (1 - (0.5 * 38) / 48) * 0.8;
    expect(limit(40)).toEqual({ share: Number(tenHours.toPrecision(9)), by: 'history' });
    expect(limit(192)).toEqual({ share: 0.008, by: 'rise' });
  });

  it('does not keep the objective if every strategy loses more', () => {
    // Once an hour for one reading, at which none looks ahead.
    const { keeps, shareLost } = winnerOf(upTo(60, (step) => (step % 31 === 30 ? 500 : 1)));
    expect(keeps).toBe(false);
    expect(shareLost).toBeGreaterThan(0.01);
  });
});

describe('the highest demand', () => {
  const highest = (figures: readonly number[], timing = QUARTERS) => winnerOf(figures, { timing }).highest;

  it('is of the readings before the last half hour', () => {
    expect([60, 61].map((steps) => highest(steady(10, steps), HALF_MINUTES))).toEqual([undefined, 10]);
    expect(
      [
        [10, 20, 30, 40],
        [0, 0, 0, 0],
        [40, 10, 10, 10],
      ].map((figures) => highest(figures)),
    ).toEqual([20, 0, 40]);
  });

  it('is of a day', () => {
    expect([97, 98].map((steps) => highest([50, ...steady(10, steps)]))).toEqual([50, 10]);
  });
});

describe('the credit of a winner', () => {
  const credit = (figures: readonly number[], before: Before | null = null) => played(figures).winner(before)?.guard;
  const winner: Winner = { ...winnerOf(steady(9.5, 40)), guard: { credit: -500_000, capacity: 10 } };

  it('is what perfect foresight paid, of which older demand fades', () => {
    // At first, ten workers boot and drain as well.
    const paid = 10 * (900 + 1200) * KEEP ** 3 + 10 * 900 * (KEEP ** 2 + KEEP + 1);
    const hour = steady(10, 4);
    expect(credit(hour)?.credit).toBeCloseTo(paid, 3);
    expect(credit(hour)?.capacity).toBe(winnerOf(hour).capacity);
  });

  it('goes on by three times what foresight pays, less what the group pays', () => {
    const continuedFor = (since: number) => credit(steady(9.5, 40), { winner, since });
    expect(continuedFor(0)).toEqual(winner.guard);
    expect([1, 2, 38].map(continuedFor)).toEqual(
      [1, 2, 38].map((steps) => ({ credit: -500_000 + steps * 2 * 9000, capacity: 10 })),
    );
    // Nothing is known before the first reading: the ten boot and drain for it.
    expect(continuedFor(39)?.credit).toBe(-500_000 + 39 * 2 * 9000 + 3 * 10 * 1200);
  });

  it('pays the drains of those that go', () => {
    const more = { ...winner, guard: { credit: -500_000, capacity: 14 } };
    expect(credit(steady(9.5, 40), { winner: more, since: 1 })).toEqual({
      ...{ credit: -500_000 + 2 * 9000 - 4 * 300, capacity: 10 },
    });
  });

  it('is at most what foresight paid lately', () => {
    const rich = { ...winner, guard: { credit: 1e9, capacity: 10 } };
    const first = credit(steady(9.5, 40));
    expect(credit(steady(9.5, 40), { winner: rich, since: 1 })).toEqual(first);
  });

  it('begins again after a result without one, and if it is too old', () => {
    const first = credit(steady(9.5, 40));
    expect(credit(steady(9.5, 40), { winner: { ...winner, guard: undefined }, since: 1 })).toEqual(first);
    expect(credit(steady(9.5, 40), { winner, since: 40 })).toEqual(first);
  });
});

describe('the active strategy', () => {
  const turned = <T extends object>(fields: T): T => Object.fromEntries(Object.entries(fields).toReversed()) as T;
  const active = (figures: readonly number[], lost: number, current: Candidate): Candidate =>
    winnerOf(figures, { lost, current: turned({ ...current, want: turned(current.want) }) }).candidate;

  it('stays among equal ones, in whatever order its fields are', () => {
    // Every hold and every window is a single step here.
    const [first] = CANDIDATES.filter(({ want }) => want.by === 'headroom' && want.load === 0.95);
    expect(winnerOf(steady(9.5, 40)).candidate).toEqual(first);
    for (const window of [60, 900])
      for (const hold of [60, 900]) {
        const current: Candidate = { want: { by: 'headroom', load: 0.95, window }, hold, coarse: 0 };
        expect(active(steady(9.5, 40), 0.01, current)).toEqual(current);
      }
    const day = { by: 'forecast', forecast: 'day', spread: 'quick', times: -1 } as const;
    const own = { want: day, hold: 300, coarse: 0, above: 1 };
    const history = upTo(5 * 96 + 3, shift);
    expect(active(history, 0.05, own)).toEqual(own);
    // No strategy of today has no band: it is a stored one of before.
    expect(active(history, 0.05, { ...own, above: undefined })).toEqual({ ...own, hold: 60 });
    expect(active(history, 0.05, { ...own, want: { ...day, times: 5 } })).toEqual({ ...own, hold: 60 });
  });

  it('is the first of equal ones, if there was none before', () => {
    // Without demand, all strategies have one worker.
    const [first] = CANDIDATES;
    expect(winnerOf(steady(0, 40))).toMatchObject({ candidate: first, capacity: 1, shareLost: 0, keeps: true });
  });

  it('is another one where that is cheaper, or if there is no such strategy', () => {
    const [first] = CANDIDATES.filter(({ want }) => want.by === 'headroom' && want.load === 0.95);
    for (const [load, hold] of [[0.35, 60] as const, [0.95, 61] as const]) {
      const current: Candidate = { want: { by: 'headroom', load, window: 60 }, hold, coarse: 0 };
      expect(active(steady(9.5, 40), 0.01, current)).toEqual(first);
    }
  });
});

describe('the forecast of a winner', () => {
  it('has its usual error, and the day before', () => {
    const steps = 5 * 96 + 3;
    const winner = winnerOf(upTo(steps, shift), { lost: 0.05 });
    expect(winner).toMatchObject({ candidate: { want: { forecast: 'day', spread: 'quick' } }, weights: [] });
    // Two steps before the rise, a mean of 10, 60 and 60 was forecast. It halves in an hour, and was two steps ago. Little is left of older ones.
    const keep = 0.5 ** (900 / 3600);
    const error = (2 * (60 - 130 / 3) ** 2) / (130 / 3 + 0.5);
    expect(winner.misses).toHaveLength(9);
    for (const miss of winner.misses) expect(miss).toBeCloseTo((1 - keep) * keep ** 2 * error, 4);
    expect(winner.dayBefore).toEqual(upTo(13, (place) => shift(steps - 1 - 96 + place - 6)));
  });

  it('has no error if there is no demand', () => {
    const want = { by: 'forecast', forecast: 'learned', spread: 'quick', times: 0 } as const;
    const current: Candidate = { want, hold: 60, coarse: 0, above: 1 };
    expect(winnerOf(steady(0, 90), { timing: HALF_MINUTES, current })).toMatchObject({
      ...{ candidate: current, misses: steady(0, 9), highest: 0, lowest: 0 },
    });
  });

  /** What the weights of the winner make of each of the next readings, one after the other. */
  function predicted(weights: readonly number[], from: number): number[] {
    const [demand, outlook] = [new Demand(500), new Outlook(HALF_MINUTES)];
    return upTo(from + 40, (step) => {
      demand.add(wave(step));
      outlook.look(demand, null, [weights, null]);
      return outlook.forecasts[FORECASTS.indexOf('learned')] as number;
    }).slice(from);
  }
  const forecastOn = (lost: number): Winner => winnerOf(upTo(800, wave), { timing: HALF_MINUTES, lost });
  const named = (forecast: string) => ({ candidate: { want: { forecast } } });

  it('has what it learned: the demand when a new worker serves', () => {
    const winner = forecastOn(0.05);
    expect(winner).toMatchObject(named('learned'));
    predicted(winner.weights, 800).forEach((each, step) => {
      expect(each).toBeCloseTo(wave(800 + step + 3), 1);
    });
  });

  it('has what it learned: the highest of the minute from then on', () => {
    const winner = forecastOn(0);
    expect(winner).toMatchObject(named('learnedPeak'));
    const forecasts = predicted(winner.weights, 800);
    const misses = forecasts.map((each, step) => each - Math.max(wave(800 + step + 3), wave(800 + step + 4)));
    // No sum of the inputs is exactly that. The demand a step earlier is below it by up to 6.
    expect(Math.max(...misses)).toBeLessThan(2.5);
    expect(Math.min(...misses)).toBeGreaterThan(-2.5);
    // Its usual error is by that highest demand, in every state: of a whole wave, twice the mean square of what was too low.
    const squares = misses.map((miss, step) => (2 * Math.min(0, miss) ** 2) / ((forecasts[step] as number) + 0.5));
    const usual = squares.reduce((sum, each) => sum + each, 0) / squares.length;
    for (const miss of winner.misses) expect(miss / usual).toBeCloseTo(1, 1);
  });
});
