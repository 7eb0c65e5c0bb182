import { expect, it } from 'vitest';
import { lookBack, mostLookBack } from '../../../../shared/rules/objective/wanted.ts';
import { TWICE } from '../../decision/tuned.ts';

/** A worker launched now serves the reading in three minutes. */
const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };

it('a recommendation needs the readings of an hour, of the hold, and of the horizon and one more', () => {
  expect(lookBack(TWICE, TIMING)).toBe(3600 + 60 + 4 * 60);
  expect(lookBack({ ...TWICE, candidate: { ...TWICE.candidate, hold: 900 } }, TIMING)).toBe(3600 + 900 + 4 * 60);
});

it('a recommendation needs a boot and a drain, and two readings more, if these take longer', () => {
  const hours = { ...TIMING, drain: 4 * 3600 };
  expect(lookBack(TWICE, hours)).toBe(120 + 4 * 3600 + 2 * 60);
});

it('an evaluation reads an hour and the longest hold, or a drain of up to a day, and five minutes', () => {
  expect([30, 4500, 4 * 3600, 86_400].map(mostLookBack)).toEqual([4800, 4800, 4 * 3600 + 300, 86_700]);
  // A drain may take a year. It would be read for all groups of an evaluation.
  expect(mostLookBack(366 * 86_400)).toBe(86_700);
});

it('without a strategy it needs those of a quarter of an hour', () => {
  expect(lookBack(null, TIMING)).toBe(900);
});
