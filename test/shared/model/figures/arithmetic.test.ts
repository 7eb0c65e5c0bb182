import { describe, expect, it } from 'vitest';
import {
  ceilWorkers,
  figure,
  isWithin,
  reaches,
  secondsText,
  truncWorkers,
  workersText,
} from '../../../../shared/model/index.ts';

describe('workers of a quotient', () => {
  it.each([
    [0, 0],
    [0.001, 1],
    [4, 4],
    [4.000000000000001, 4],
    [4.00001, 5],
    [3.9, 4],
    [-0.5, 0],
    [-7, 0],
    [99_999.5, 100_000],
    [100_000, 100_000],
    [100_001, 100_000],
    [Infinity, 100_000],
  ])('%d needs %d', (quotient, workers) => {
    expect(ceilWorkers(quotient)).toBe(workers);
  });
  it('are not more for a large group because of a rounding error', () => {
    expect(ceilWorkers(50_000.00001)).toBe(50_000);
    expect(ceilWorkers(50_000.001)).toBe(50_001);
  });
});

describe('whole workers of a change', () => {
  it.each([
    [0, 0],
    [2.9, 2],
    [2.9999999999999996, 3],
    [2.9999, 2],
    [-2.9, -2],
    [-2.9999999999999996, -3],
    [49_999.99999, 50_000],
    [49_999.999, 49_999],
    [-49_999.99999, -50_000],
  ])('%d are %d', (change, workers) => {
    expect(truncWorkers(change) + 0).toBe(workers);
  });
});

describe('a tolerance', () => {
  const tolerance = { out: 0.1, in: 0.2 };
  it.each([0.8, 1, 1.1, 1 + 0.1 + 1e-10, 1 - 0.2 - 1e-10])('holds %d', (ratio) => {
    expect(isWithin(ratio, tolerance)).toBe(true);
  });
  it.each([0.799, 1.101, 0, 2, Number.NaN])('does not hold %d', (ratio) => {
    expect(isWithin(ratio, tolerance)).toBe(false);
  });
});

describe('an edge', () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [0.3, 0.1 + 0.2],
    [5, 5],
    [6, 5],
    [1e12 - 1, 1e12],
    [-1e12 - 1, -1e12],
    [Infinity, Infinity],
    [5, -Infinity],
  ])('is reached: %d reaches %d', (value, edge) => {
    expect(reaches(value, edge)).toBe(true);
  });
  it.each([
    [0.2999, 0.3],
    [-0.001, 0],
    [1e12 - 1e4, 1e12],
    [5, Infinity],
  ])('is not reached: %d does not reach %d', (value, edge) => {
    expect(reaches(value, edge)).toBe(false);
  });
});

describe('figures in a sentence', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [1_234_567, '1234567'],
    [0.5, '0.5'],
    [1.5, '1.5'],
    [71.25, '71.25'],
    [2.50003, '2.5'],
    [2.00001, '2'],
    [100.04, '100'],
    [998.96, '999'],
    [999.96, '1000'],
    [1234.5, '1235'],
    [123_456.7, '123457'],
    [0.016666, '0.01667'],
    [0.001, '0.001'],
    [0.00012346, '0.0001235'],
    [0.00000012345, '1.235e-7'],
    [0.9999999, '1'],
  ])('%d is %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
  it('count seconds up to whole ones, and one worker as one', () => {
    expect([secondsText(59.2), workersText(1), workersText(2), workersText(0)]).toEqual([
      '60 s',
      '1 worker',
      '2 workers',
      '0 workers',
    ]);
  });
});
