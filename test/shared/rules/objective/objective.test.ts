import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Demand, type Timing } from '../../../../shared/rules/forecasting/index.ts';
import type { Winner } from '../../../../shared/rules/objective/learned.ts';
import { Tournament, type TournamentOptions } from '../../../../shared/rules/objective/tournament/tournament.ts';
import { lookBack, wanted } from '../../../../shared/rules/objective/wanted.ts';
import {
  type Controller,
  diurnalDemand,
  optimumHours,
  run as play,
  Scorer,
} from '../../../../shared/simulation/index.ts';
import { demandOf, interactive, START } from '../../simulation/scenarios.ts';

const TIMING: Timing = { step: 60, boot: 120, drain: 30, delay: 0 };
const OPTIONS = { timing: TIMING, lost: 0.01 };
const HOURS = 60;

/** Over demand already seen, the oldest first. */
function tournament(history: Iterable<number>, options: TournamentOptions): Winner | null {
  const played = new Tournament(options);
  for (const demand of history) played.add(demand);
  return played.winner();
}

const winnerOf = (history: Iterable<number>): Winner => {
  const winner = tournament(history, OPTIONS);
  if (!winner) throw new Error('no winner');
  return winner;
};
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
/** A day's rhythm from 8 to 40 workers with some noise. */
const rhythm = (steps: number, seed = 1): number[] =>
  diurnalDemand({ start: START, steps, stepSeconds: 60, low: 8, high: 40, noise: 0.05, seed }).map(
    ({ value }) => value,
  );

/** What an evaluation in every step would ask for, with a tournament whenever one is due. */
function votes(demand: readonly number[], timing = TIMING): number[] {
  const played = new Tournament({ timing, lost: 0.01 });
  let winner: Winner | null = null;
  let [since, capacity] = [0, 1];
  return demand.map((value, index) => {
    played.add(value);
    since += 1;
    if (winner === null || since >= 15) [winner, since] = [played.winner(), 0];
    const from = Math.max(0, index + 1 - lookBack(winner, timing) / timing.step - since);
    const recent = demand.slice(Math.floor(from), index + 1);
    capacity = wanted(winner, { recent, since, capacity }, timing).capacity;
    return capacity;
  });
}

describe('a warm pool', () => {
  it('makes it pay to follow short gaps, through which a group without one keeps its workers', () => {
    // A second worker for two minutes of every six; the demand ends within a gap.
    const demand = Array.from({ length: 2 * 240 - 8 }, (_, step) => (step % 24 < 8 ? 2 : 1));
    const timing: Timing = { step: 15, boot: 120, drain: 30, delay: 0 };
    const pool = { size: 4, start: 30, back: 1020 };
    const capacity = (own: Timing) => tournament(demand, { timing: own, lost: 0.2 })?.capacity;
    expect(capacity(timing)).toBe(2);
    expect(capacity({ ...timing, pool })).toBe(1);
  });
});

describe('the start', () => {
  it('has no winner before a quarter of an hour of history', () => {
    expect(tournament(steady(10, 14), OPTIONS)).toBeNull();
    expect(tournament(steady(10, 15), OPTIONS)).not.toBeNull();
  });

  it('keeps room for a rise, and more for a longer boot', () => {
    const sight = { recent: steady(10, 5), since: 0, capacity: 1 };
    const slow = { ...TIMING, boot: 600 };
    expect(wanted(null, sight, TIMING).capacity).toBeGreaterThan(12);
    expect(wanted(null, sight, slow).capacity).toBeGreaterThan(wanted(null, sight, TIMING).capacity);
  });

  it('does not scale in without a winner', () => {
    const { capacity, floor } = wanted(null, { recent: steady(1, 5), since: 0, capacity: 30 }, TIMING);
    expect(capacity).toBe(30);
    expect(floor).toBeNull();
  });

  it('still keeps the recent peak an hour later, and no longer after a day', () => {
    const fell = [...steady(20, 3), 10];
    const young = wanted(winnerOf([...steady(20, HOURS), ...fell]), { recent: fell, since: 0, capacity: 20 }, TIMING);
    expect(young.capacity).toBeGreaterThanOrEqual(20);
    const quiet = steady(10, 25 * HOURS);
    const old = wanted(winnerOf(quiet), { recent: quiet.slice(-90), since: 0, capacity: 20 }, TIMING);
    expect(old.capacity).toBeLessThan(12);
  });
});

describe('the winner', () => {
  it('costs no more than steady demand needs, and meets the objective', () => {
    const winner = winnerOf(steady(10, 25 * HOURS));
    expect(winner.shareLost).toBeLessThanOrEqual(0.01);
    const recent = steady(10, 120);
    expect(wanted(winner, { recent, since: 0, capacity: 10 }, TIMING).capacity).toBe(10);
  });

  it.each([
    ['100 times for three minutes, half an hour ago', 100, 3, 30],
    ['1,000 times in one reading, an hour ago', 1000, 1, 60],
    ['a million times in one reading, two days ago', 1e6, 1, 2880],
  ])('does not scale in too far after a flood: %s', (_, times, minutes, ago) => {
    const history = steady(10, 2 * HOURS + ago).map((value, index, { length }) =>
      index >= length - ago && index < length - ago + minutes ? value * times : value,
    );
    const winner = winnerOf(history);
    const { capacity } = wanted(winner, { recent: history.slice(-90), since: 0, capacity: 12 }, TIMING);
    expect(capacity).toBeGreaterThanOrEqual(10);
  });

  it('is not judged by its first readings', () => {
    const begun = [...steady(1, 2), ...steady(30, 40)];
    expect(winnerOf(begun).shareLost).toBe(0);
  });
});

describe('the wanted capacity', () => {
  it('does not depend on later readings', () => {
    // A reading every five minutes, for 30 hours.
    const timing = { ...TIMING, step: 300 };
    const past = rhythm(30 * HOURS).filter((_, index) => index % 5 === 0);
    const one = votes([...past, ...steady(400, 60)], timing);
    const other = votes([...past, ...steady(0, 60)], timing);
    expect(one.slice(0, past.length)).toEqual(other.slice(0, past.length));
    expect(one.at(-1)).toBeGreaterThan(400);
    expect(other.at(-1)).toBeLessThan(20);
  });

  it('is a whole number of workers, at least one, for any demand', () => {
    const piece = fc.tuple(
      fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })),
      fc.integer({ min: 1, max: 60 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const all = votes(pieces.flatMap(([value, steps]) => steady(value, steps)));
        expect(all.every((each) => Number.isInteger(each) && each >= 1 && each <= 1e6 * 10)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('meets the objective on unknown days, for little more than the cost of perfect foresight', () => {
    const scenario = interactive({ tick: 60, evaluateEvery: 60, burnIn: '1d' });
    const loads = rhythm(4 * 24 * HOURS, 7);
    const demand = demandOf(scenario, loads);
    const asked = votes(loads);
    // What is asked at a step's start is the vote on the step before.
    const controller: Controller = (_now, { index }) => asked[index - 1] ?? null;
    const scorer = new Scorer(scenario, 1);
    for (const tick of play({ scenario, demand, controller, bounds: { min: 1, max: 400 } })) scorer.add(tick);
    const { latePercent, workerHours } = scorer.score();
    expect(latePercent).toBeLessThan(1);
    expect(workerHours / optimumHours(demand, scenario, 1)).toBeLessThan(1.1);
  });
});

describe('demand that is higher than in the day before', () => {
  it('loses little the first time that a crowd comes', () => {
    const crowd = rhythm(48 * HOURS, 3).map((value, index) => (index >= 2500 && index < 2540 ? 4 : 1) * value);
    const capacities = votes(crowd);
    const lost = crowd.map((value, index) =>
      Math.max(0, value - Math.min(...capacities.slice(Math.max(0, index - 3), index))),
    );
    const sum = (values: readonly number[]) => values.slice(8 * HOURS).reduce((all, each) => all + each, 0);
    expect(sum(lost) / sum(crowd)).toBeLessThan(0.009);
  });
});

describe('its parts', () => {
  it('demand drops readings older than its limit', () => {
    const demand = new Demand(3);
    for (const value of [100, 1, 2, 3]) demand.add(value);
    expect([demand.has(2), demand.has(3)]).toEqual([true, false]);
    expect(demand.mean(0, 10)).toBe(2);
    expect(demand.max(3)).toBe(3);
    expect(demand.slope(3)).toBe(1);
  });
});
