import { describe, expect, it } from 'vitest';
import {
  type CostingWorker,
  hoursOf,
  isSpendingNews,
  NOTHING_SPENT,
  rateOf,
  type Spending,
  savedRateOf,
  spentUntil,
  stopped,
} from '../../../shared/prices/index.ts';
import { NOON } from '../../contracts/examples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const worker = (launchedAt: number, changes: Partial<CostingWorker> = {}): CostingWorker => ({
  ...{ key: 'c7g.large on-demand a', usd: 1, onDemandUsd: 1, isSpot: false, launchedAt },
  ...changes,
});
const spot = (launchedAt: number) => worker(launchedAt, { key: 'spot', usd: 0.25, isSpot: true });

/** What hours cost after these looks. */
function looks(...all: readonly [number, readonly CostingWorker[], (readonly number[])?][]): Spending {
  return all.reduce((before, [at, workers, ended = []]) => spentUntil(before, workers, ended, at), NOTHING_SPENT);
}
const total = (spending: Spending): number => hoursOf(spending).reduce((sum, { usd }) => sum + usd, 0);

describe('what a group has cost', () => {
  it('is the time of each worker since its launch, whenever it is looked at', () => {
    const workers = [worker(NOON), worker(NOON + 30 * MINUTE)];
    const often = looks(
      [NOON, []],
      [NOON + MINUTE, workers.slice(0, 1)],
      [NOON + 31 * MINUTE, workers],
      [NOON + HOUR, workers],
    );
    const seldom = looks([NOON, []], [NOON + HOUR, workers]);
    for (const spending of [often, seldom]) {
      expect(total(spending)).toBeCloseTo(1.5);
      expect(hoursOf(spending)[0]).toMatchObject({ at: NOON, seconds: 5400, spotSeconds: 0 });
    }
  });

  it('is divided into hours, also if ten evaluations were missed', () => {
    const spending = looks([NOON + 50 * MINUTE, [worker(NOON)]], [NOON + 150 * MINUTE, [worker(NOON)]]);
    expect(hoursOf(spending).map(({ at, seconds }) => [(at - NOON) / HOUR, seconds])).toEqual([
      [0, 600],
      [1, 3600],
      [2, 1800],
    ]);
  });

  it('ends when a worker was terminated, or else with the look that misses it', () => {
    const there = [worker(NOON), worker(NOON)];
    const known = looks([NOON, there], [NOON + 30 * MINUTE, [], [NOON + 10 * MINUTE, NOON + 20 * MINUTE]]);
    expect(known.hour?.seconds).toBe(1800);
    const vanished = looks([NOON, there], [NOON + 30 * MINUTE, there.slice(1)]);
    expect(vanished.hour?.seconds).toBe(3600);
  });

  it('charges a worker once that replaces another one between two looks', () => {
    const spending = looks([NOON, [worker(NOON)]], [NOON + HOUR / 2, [worker(NOON + HOUR / 4)], [NOON + HOUR / 4]]);
    expect(spending.hour?.seconds).toBe(1800);
  });

  it('takes the price of each time', () => {
    const moved = looks(
      [NOON, [worker(NOON)]],
      [NOON + 15 * MINUTE, [worker(NOON, { usd: 3 })]],
      [NOON + 45 * MINUTE, []],
    );
    expect(total(moved)).toBeCloseTo(0.25 + 1.5);
  });

  it('includes a worker whose price or listing came late, and not the life before of an adopted one', () => {
    const late = looks([NOON, []], [NOON + 10 * MINUTE, []], [NOON + 15 * MINUTE, [worker(NOON + 5 * MINUTE)]]);
    expect(late.hour?.seconds).toBe(600);
    const adopted = looks([NOON, []], [NOON + 10 * MINUTE, [worker(NOON - 99 * HOUR)]]);
    expect(adopted.hour?.seconds).toBe(600);
    expect(looks([NOON, [worker(NOON - 99 * HOUR)]]).hour?.seconds).toBe(0);
    expect(looks([NOON, [worker(NOON - MINUTE)]]).hour?.seconds).toBe(60);
  });

  it('charges a young worker once that one listing misses', () => {
    const young = worker(NOON + MINUTE);
    const missed = looks(
      [NOON, []],
      [NOON + 3 * MINUTE, [young]],
      [NOON + 6 * MINUTE, []],
      [NOON + 9 * MINUTE, [young]],
      [NOON + 12 * MINUTE, [young]],
    );
    expect(missed.hour?.seconds).toBe(660);
    // Another one of the same launch, which was listed late, still counts from its launch.
    const late = looks(
      [NOON, []],
      [NOON + 3 * MINUTE, [young]],
      [NOON + 6 * MINUTE, []],
      [NOON + 9 * MINUTE, [young, young]],
    );
    expect(late.hour?.seconds).toBe(480 + 480);
  });

  it('says what spot saves', () => {
    const spending = looks([NOON, [spot(NOON)]], [NOON + HOUR / 2, [spot(NOON)]]);
    expect(spending.hour).toMatchObject({ usd: 0.125, savedUsd: 0.375, spotSeconds: 1800 });
    expect([rateOf(spending), savedRateOf(spending)]).toEqual([0.25, 0.75]);
  });

  it('begins anew with each month, and keeps its hours', () => {
    const month = Date.parse('2026-12-01T00:00:00Z');
    const before = looks([month - 2 * HOUR, [worker(0)]], [month - HOUR / 2, [worker(0)]]);
    expect(before.monthUsd).toBeCloseTo(1.5);
    const after = spentUntil(before, [worker(0)], [], month + HOUR / 2);
    expect(after.monthUsd).toBeCloseTo(0.5);
    expect(total(after)).toBeCloseTo(2.5);
  });

  it('stops for a group that is no longer managed', () => {
    const left = stopped(looks([NOON, [worker(NOON)]], [NOON + HOUR / 2, [worker(NOON)]]));
    expect(rateOf(left)).toBe(0);
    expect(total(spentUntil(left, [worker(NOON)], [], NOON + 5 * HOUR))).toBeCloseTo(0.5);
  });
});

describe('what must be stored', () => {
  const running = looks([NOON, [worker(NOON)]]);
  const look = (before: Spending, workers: readonly CostingWorker[], at: number) => spentUntil(before, workers, [], at);
  it.each([
    ['nothing, while the same workers run', look(running, [worker(NOON)], NOON + 59 * MINUTE), false],
    ['a worker more', look(running, [worker(NOON), worker(NOON)], NOON + MINUTE), true],
    ['a worker fewer', look(running, [], NOON + MINUTE), true],
    ['a worker that took the place of another', look(running, [worker(NOON + 30_000)], NOON + MINUTE), true],
    ['another price', look(running, [worker(NOON, { usd: 2 })], NOON + MINUTE), true],
    ['an hour that is over', look(running, [worker(NOON)], NOON + 60 * MINUTE), true],
  ])('%s', (_, after, isNews) => {
    expect(isSpendingNews(running, after)).toBe(isNews);
  });

  it('is nothing, hour after hour, for a group without workers', () => {
    const empty = look(NOTHING_SPENT, [], NOON);
    expect(isSpendingNews(NOTHING_SPENT, empty)).toBe(false);
    const ended = { ...look(running, [], NOON + HOUR), closed: [] };
    expect(isSpendingNews(ended, look(ended, [], NOON + 2 * HOUR))).toBe(false);
  });
});
