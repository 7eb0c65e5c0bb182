import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type CostingWorker,
  type HourCost,
  hoursOf,
  isSpendingNews,
  NOTHING_SPENT,
  spentUntil,
} from '../../../shared/prices/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 30;
const START = Date.parse('2026-11-01T00:00:00Z');

interface Life {
  readonly launchedAt: number;
  readonly endedAt: number;
  readonly zone: string;
  /** Headcount ends it itself, so it knows when. */
  readonly isTerminated: boolean;
}

/** A seed makes a month: spot workers that come and go, prices that move every hours, and evaluations that are missed. */
function monthOf(seed: number) {
  let state = seed + 1;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  const lives = Array.from({ length: 400 }, (): Life => {
    const launchedAt = START + random() * (DAYS * 24 - 2) * HOUR;
    // What runs on after the month is on the next bill.
    const endedAt = Math.min(launchedAt + (0.2 + 12 * random() ** 2) * HOUR, START + DAYS * 24 * HOUR - HOUR / 2);
    return { launchedAt, endedAt, zone: random() < 0.5 ? 'a' : 'b', isTerminated: random() < 0.7 };
  });
  const prices = new Map(
    ['a', 'b'].map((zone) => [zone, Array.from({ length: DAYS * 8 }, () => 0.02 + 0.06 * random())] as const),
  );
  const priceAt = (zone: string, at: number): number =>
    prices.get(zone)?.[Math.min(DAYS * 8 - 1, Math.floor((at - START) / (3 * HOUR)))] ?? 0;
  return { lives, priceAt, random };
}

/** Instance-hours × price, in steps that are shorter than any change of a price. */
function billOf({ lives, priceAt }: ReturnType<typeof monthOf>): number {
  let usd = 0;
  for (const { launchedAt, endedAt, zone } of lives) {
    for (let at = launchedAt; at < endedAt; ) {
      const end = Math.min(endedAt, START + (Math.floor((at - START) / (3 * HOUR)) + 1) * 3 * HOUR);
      usd += ((end - at) / HOUR) * priceAt(zone, at);
      at = end;
    }
  }
  return usd;
}

/** What Headcount counts: it looks every minute, misses some looks, and reads prices every 15 minutes. */
function countedOf({ lives, priceAt, random }: ReturnType<typeof monthOf>): number {
  let kept = NOTHING_SPENT;
  const stored = new Map<number, HourCost>();
  const byLaunch = lives.toSorted((one, other) => one.launchedAt - other.launchedAt);
  let [next, there]: [number, Life[]] = [0, []];
  for (let now = START; now < START + DAYS * 24 * HOUR; now += MINUTE) {
    if (random() < 0.002) now += 10 * MINUTE;
    while (next < byLaunch.length && (byLaunch[next] as Life).launchedAt <= now) there.push(byLaunch[next++] as Life);
    const ended = there.filter(({ endedAt }) => endedAt <= now);
    there = there.filter(({ endedAt }) => endedAt > now);
    const pricedAt = Math.floor(now / (15 * MINUTE)) * 15 * MINUTE;
    const workers = there.map(({ zone, launchedAt }): CostingWorker => {
      return { key: zone, usd: priceAt(zone, pricedAt), onDemandUsd: 0.1, isSpot: true, launchedAt };
    });
    const ends = ended.filter(({ isTerminated }) => isTerminated).map(({ endedAt }) => endedAt);
    const after = spentUntil(kept, workers, ends, now);
    // One in a hundred writes is lost, or its process dies.
    if (!isSpendingNews(kept, after) || random() < 0.01) continue;
    if (kept.hour?.at === after.hour?.at) kept = after;
    else {
      for (const hour of kept.closed) stored.set(hour.at, hour);
      kept = { ...after, closed: after.closed.slice(kept.closed.length) };
    }
  }
  for (const hour of hoursOf(kept)) stored.set(hour.at, hour);
  return [...stored.values()].reduce((sum, { usd }) => sum + usd, 0);
}

it('a month of launches, terminations, interruptions and moving prices costs what a bill would say, within 1 %', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (seed) => {
      const bill = billOf(monthOf(seed));
      expect(Math.abs(countedOf(monthOf(seed)) - bill) / bill).toBeLessThan(0.01);
    }),
    { numRuns: 5 },
  );
});
