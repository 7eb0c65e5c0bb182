import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { type PlayedPoint, playedChart } from '../../../local/demo/chart.ts';

const POINTS: PlayedPoint[] = Array.from({ length: 45 }, (_, step) => ({
  at: step * 3,
  needed: step < 20 ? 1 + step / 4 : 2,
  workers: step < 10 ? 1 : step < 30 ? 6 : 2,
}));

test('a chart draws both lines, names them, and counts the seconds', () => {
  const lines = playedChart(POINTS, false).split('\n');
  expect(lines.length).toBeGreaterThan(14);
  expect(lines.filter((line) => line.includes('━')).length).toBeGreaterThan(2);
  expect(lines.filter((line) => line.includes('─')).length).toBeGreaterThan(2);
  expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/0 .*20 .*40 .*120/)]));
  expect(lines.map((line) => line.trim())).toEqual(
    expect.arrayContaining(['─ workers the demand needs', '━ actual workers, by tag']),
  );
});

test('colors are printed only if they are supported', () => {
  expect(playedChart(POINTS, true)).not.toBe(stripVTControlCharacters(playedChart(POINTS, true)));
  expect(playedChart(POINTS, false)).toBe(stripVTControlCharacters(playedChart(POINTS, false)));
});
