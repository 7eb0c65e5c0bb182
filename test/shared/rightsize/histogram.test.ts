import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CPU_BUCKETS, decayingPercentile, MEMORY_BUCKETS } from '../../../shared/rightsize/index.ts';
import { dailyPeaks } from '../../../shared/rightsize/usage.ts';
import { HOUR, MONDAY } from './generated.ts';
import { DecayingHistogram, MemoryPeaks } from './vpa.ts';

const share = fc.constantFrom(0, 0.5, 0.9, 0.95, 1);
/** Values of all magnitudes. */
const sized = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp);
/** Over 20 days: after 53, the reference can no longer subtract an old peak from much larger weights. */
const times = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minute) => MONDAY + minute * 60_000);

test('percentiles of CPU are those of the Vertical Pod Autoscaler', () => {
  const sample = fc.record({ at: times, value: sized(0.001, 2000) });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 80 }), share, (samples, part) => {
      const ordered = samples.toSorted((one, other) => one.at - other.at);
      const reference = new DecayingHistogram(1000, 0.01);
      for (const { at, value } of ordered) reference.add(value, 0.1, at);
      expect(decayingPercentile(samples, part, CPU_BUCKETS)).toBeCloseTo(reference.percentile(part), 6);
    }),
    { numRuns: 60 },
  );
});

test('percentiles of memory are those of the daily peaks that the Vertical Pod Autoscaler keeps of each container', () => {
  const sample = fc.record({ at: times, value: sized(1e6, 3e12), worker: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 80 }), share, (samples, part) => {
      const ordered = samples.toSorted((one, other) => one.at - other.at);
      const reference = new DecayingHistogram(1e12, 1e7);
      const peaks = new Map(['a', 'b', 'c'].map((name) => [name, new MemoryPeaks(reference)]));
      for (const { at, value, worker } of ordered) peaks.get(worker)?.add(value, at);
      const daily = dailyPeaks(ordered.map(({ at, value, worker }) => ({ at, worker, p95: value, max: value })));
      const found = decayingPercentile(daily, part, MEMORY_BUCKETS);
      expect(found / 1e6).toBeCloseTo(reference.percentile(part) / 1e6, 3);
    }),
    { numRuns: 60 },
  );
});

test('a sample of yesterday counts half as much as one of today', () => {
  const day = 24 * HOUR;
  const samples = [
    ...Array.from({ length: 3 }, () => ({ at: MONDAY, value: 8 })),
    ...Array.from({ length: 2 }, () => ({ at: MONDAY + day, value: 1 })),
  ];
  expect(decayingPercentile(samples, 0.57, CPU_BUCKETS)).toBeCloseTo(1.05, 0);
  expect(decayingPercentile(samples, 0.58, CPU_BUCKETS)).toBeGreaterThan(8);
});

test('nothing is 0', () => {
  expect(decayingPercentile([], 0.95, CPU_BUCKETS)).toBe(0);
});
