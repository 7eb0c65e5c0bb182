import { expect, test } from 'vitest';
import { durationText } from '../../../../shared/model/index.ts';

test.each<[number, Parameters<typeof durationText>[1], string]>([
  [0, {}, '0 s'],
  [119.4, {}, '119 s'],
  [120, {}, '2 min'],
  [7199, {}, '120 min'],
  [7200, {}, '2 h'],
  [5430, { digits: 1 }, '90.5 min'],
  [5400, { digits: 1 }, '90 min'],
  [4_500_000, { digits: 1 }, '1,250 h'],
  // An age is never shown as the limit that it passes.
  [300.2, { round: 'up', secondsBelow: 600 }, '301 s'],
  [601, { round: 'up', secondsBelow: 600 }, '11 min'],
])('%d s is %j → %s', (seconds, form, text) => {
  expect(durationText(seconds, form)).toBe(text);
});
