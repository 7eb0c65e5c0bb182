import { describe, expect, test } from 'vitest';
import { chart, titleOf } from '../../cli/chart.ts';

const TO = Date.parse('2026-11-21T12:00:37Z');
const drawn = (seconds: number, known = seconds): string[] => {
  const points = Array.from({ length: 20 }, (_, index) => ({
    at: TO - known * 1000 + (index * known * 1000) / 20,
    value: index % 7,
  }));
  const size = { from: TO - seconds * 1000, to: TO, columns: 80, isColored: false };
  return chart('cpu', [{ name: 'cpu', points }], size).split('\n');
};
const labels = (seconds: number, known?: number) => drawn(seconds, known).at(-1)?.trim().split(/ {2,}/) ?? [];

describe('the time axis of a chart', () => {
  test.each([5, 20, 60, 150, 240, 299, 300, 600, 3600, 86_400, 7 * 86_400])('has labels over %d s', (seconds) => {
    expect(labels(seconds).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...drawn(seconds).map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test('has labels if only the last seconds of a longer time are known', () => {
    expect(labels(3600, 20).length).toBeGreaterThanOrEqual(2);
    expect(labels(3600, 1).length).toBeGreaterThanOrEqual(1);
  });

  test('shows seconds only where they count', () => {
    expect(labels(60)).toEqual(['11:59:45', '12:00', '12:00:15', '12:00:30']);
    expect(labels(600)).toEqual(['11:52', '11:54', '11:56', '11:58', '12:00']);
  });
});

describe('the axis of values', () => {
  const points = [95, 97, 99, 100, 98, 96].map((value, index) => ({ at: TO - (6 - index) * 60_000, value }));
  const size = { from: TO - 360_000, to: TO, columns: 80, isColored: false };
  const linesAt = (isZoomed: boolean) =>
    chart('cpu', [{ name: 'cpu', points }], { ...size, isZoomed })
      .split('\n')
      .filter((line) => line.includes('─') && !line.includes('└──────────────┬')).length;

  test('shows a small change of large values, unless it begins at 0', () => {
    expect(linesAt(true)).toBeGreaterThan(4);
    expect(linesAt(false)).toBeLessThan(4);
  });

  test('begins at 0 if the values are near it', () => {
    const near = [{ name: 'cpu', points: points.map(({ at, value }) => ({ at, value: value - 94 })) }];
    expect(chart('cpu', near, { ...size, isZoomed: true })).toBe(chart('cpu', near, size));
  });

  test.each([
    [points, 'cpu, 95 to 100, newest 96'],
    [points.slice(0, 1), 'cpu, 95'],
    [[], 'cpu'],
  ])('its title has the range', (some, title) => expect(titleOf('cpu', some)).toBe(title));
});
