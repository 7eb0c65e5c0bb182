import { describe, expect, test } from 'vitest';
import { type DiurnalDemand, diurnalDemand } from '../../../shared/simulation/index.ts';
import { normal, seededRandom } from '../../../shared/simulation/random.ts';

const DAY: DiurnalDemand = {
  start: Date.UTC(2026, 10, 20),
  steps: 24,
  stepSeconds: 3600,
  low: 10,
  high: 50,
  noise: 0,
  seed: 1,
};
const values = (demand: Partial<DiurnalDemand> = {}) => diurnalDemand({ ...DAY, ...demand }).map(({ value }) => value);

describe('a generated day', () => {
  test('is lowest at four and highest at sixteen', () => {
    const day = values();
    expect([Math.min(...day), Math.max(...day)]).toEqual([10, 50]);
    expect([day.indexOf(10), day.indexOf(50)]).toEqual([4, 16]);
  });
  test('depends only on the seed', () => {
    expect(values({ noise: 0.1 })).toEqual(values({ noise: 0.1 }));
    expect(values({ noise: 0.1 })).not.toEqual(values({ noise: 0.1, seed: 2 }));
  });
  test('has its flash crowd for the configured time only', () => {
    const quiet = values();
    const crowded = values({ flash: { at: 0.5, lasts: 0.25, times: 3 } });
    crowded.forEach((value, hour) => {
      expect(value).toBeCloseTo((quiet[hour] ?? 0) * (hour >= 12 && hour < 18 ? 3 : 1), 1);
    });
  });
  test('is never negative with any noise', () => {
    expect(Math.min(...values({ noise: 5, steps: 1000 }))).toBe(0);
  });
});

describe('seeded numbers', () => {
  test('are the same on every machine', () => {
    const random = seededRandom(20261120);
    expect([random(), random(), random()]).toEqual([0.8905764692462981, 0.5730494586750865, 0.6301068710163236]);
  });
  test('lie in [0, 1), spread evenly', () => {
    const random = seededRandom(7);
    const tenths = Array<number>(10).fill(0);
    for (let drawn = 0; drawn < 10_000; drawn += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths).toHaveLength(10);
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
  test('of the normal distribution have mean 0 and deviation 1', () => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 10_000 }, () => normal(random));
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
});
