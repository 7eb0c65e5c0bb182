import { describe, expect, it } from 'vitest';
import type { Timing } from '../../../../shared/rules/forecasting/index.ts';
import { objective } from '../../../../shared/rules/objective/index.ts';
import { type Learned, learned } from '../../../../shared/rules/objective/learned.ts';

const RULE = { kind: 'objective', name: 'web', metric: 'rps', perWorker: 10, lost: 0.01 } as const;
const QUARTERS: Timing = { step: 900, boot: 900, drain: 300, delay: 0 };
const NOON = Date.parse('2026-11-21T12:00:00Z');
const QUARTER = 900_000;
const { learning } = objective;
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);

/** What is learned from demand that ends at noon, as it is stored; null with too little of it. */
function learnedFrom(demand: readonly number[], before: Learned | null = null, timing = QUARTERS): Learned | null {
  const learner = learning.learner(RULE, timing, before);
  for (const value of demand) learner.add(value);
  const found = learner.found(NOON);
  return found && { kind: 'objective', at: NOON, basis: 'any', timing, ...found };
}
function winnerFrom(...args: Parameters<typeof learnedFrom>): Learned['winner'] {
  const found = learnedFrom(...args);
  if (!found) throw new Error('nothing is learned');
  return found.winner;
}
/** Like {@link learned}, but this many quarters of an hour earlier, and with this credit. */
const earlier = (quarters: number, credit: number, timing = QUARTERS): Learned => ({
  ...{ kind: 'objective', at: NOON - quarters * QUARTER, basis: 'any', timing },
  winner: { ...winnerFrom(steady(9.5, 40)), guard: { credit, capacity: 10 } },
});

describe('what an objective learns', () => {
  it('is nothing until the first workers of strategies would be ready', () => {
    expect([0, 3].map((steps) => learnedFrom(steady(9.5, steps)))).toEqual([null, null]);
    expect(winnerFrom(steady(9.5, 4))).toMatchObject({ shareLost: 0, keeps: true, seen: 3600 });
  });

  it('is read again as it was stored', () => {
    for (const demand of [steady(9.5, 4), steady(0, 4), steady(0, 40), steady(9.5, 40), [...steady(1, 39), 1e6]]) {
      const found = learnedFrom(demand) as Learned;
      const stored = JSON.parse(JSON.stringify({ ...found, at: new Date(found.at) }));
      expect(learned.parse(stored)).toEqual(found);
    }
  });

  it('loses no more than all demand, even if the estimate is higher', () => {
    // Fifty workers are needed in one of forty quarters. The demand within that quarter is estimated as very uneven.
    const rare = winnerFrom([...steady(0, 38), 50, 0]);
    expect(rare).toMatchObject({ shareLost: 1, keeps: false });
  });

  it('continues the credit of the result before, reading by reading', () => {
    const credit = (quarters: number) => winnerFrom(steady(9.5, 40), earlier(quarters, -500_000)).guard?.credit;
    // Ten workers cost 9,000 s a quarter, and perfect foresight as much: two thirds of three times that are left over.
    expect([0, 1, 4].map(credit)).toEqual([0, 1, 4].map((quarters) => -500_000 + quarters * 2 * 9000));
  });

  it('continues its own credit while it goes on learning', () => {
    const learner = learning.learner(RULE, QUARTERS, earlier(4, -500_000));
    for (const value of steady(9.5, 40)) learner.add(value);
    const first = learner.found(NOON);
    for (const value of steady(9.5, 2)) learner.add(value);
    const second = learner.found(NOON + 2 * QUARTER);
    expect(first?.winner.guard?.credit).toBe(-500_000 + 4 * 2 * 9000);
    expect(second?.winner.guard?.credit).toBe(-500_000 + 6 * 2 * 9000);
  });

  it('begins with a new credit if readings come at another interval than before', () => {
    const minutely = earlier(4, -500_000, { ...QUARTERS, step: 60 });
    expect(winnerFrom(steady(9.5, 40), minutely).guard).toEqual(winnerFrom(steady(9.5, 40)).guard);
  });

  it('keeps the strategy of the result before, if none is clearly cheaper', () => {
    const other = { want: { by: 'headroom', load: 0.95, window: 900 }, hold: 900, coarse: 0 } as const;
    const found = earlier(4, 0);
    expect(found.winner.candidate).not.toEqual(other);
    const known = { ...found, winner: { ...found.winner, candidate: other } };
    expect(winnerFrom(steady(9.5, 40), known).candidate).toEqual(other);
  });

  it('depends on what a worker serves and on the share that may be lost', () => {
    expect([learning.perWorker(RULE), learning.figures(RULE)]).toEqual([10, [10, 0.01]]);
  });
});

describe('the past that an objective reads', () => {
  it('is an hour for forecasts, the longest hold, five minutes, a boot and half an hour without a tuning', () => {
    expect(objective.past(RULE, 120, 30)).toEqual({ metrics: ['rps'], seconds: 3600 + 900 + 300 + 120 + 1800 });
  });

  it('is the drain instead of the hour and the hold, if it takes longer', () => {
    expect(objective.past(RULE, 120, 4 * 3600).seconds).toBe(4 * 3600 + 300 + 120 + 1800);
  });

  it('is two days and three hours for a tuning', () => {
    expect([learning.metric(RULE), learning.seconds]).toEqual(['rps', 51 * 3600]);
  });
});
