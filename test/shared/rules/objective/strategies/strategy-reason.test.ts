import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../../shared/presentation/index.ts';
import { because } from '../../../../../shared/rules/objective/because.ts';
import type { Want, Winner } from '../../../../../shared/rules/objective/learned.ts';
import { strategyReason, summaryOf } from '../../../../../shared/rules/objective/strategies/strategy-reason.ts';

const HEADROOM: Want = { by: 'headroom', load: 0.35, window: 300 };
const FORECAST: Want = { by: 'forecast', forecast: 'learned', spread: 'state', times: 1.5 };
const DAY = 86_400;

const winner = (want: Want, more: Partial<Winner> = {}, candidate: Partial<Winner['candidate']> = {}): Winner => ({
  ...{ candidate: { want, hold: 900, coarse: 0, ...candidate }, shareLost: 0.0082, keeps: true, of: 1062 },
  ...{ seen: DAY / 2, misses: [], weights: [], dayBefore: [], ...more },
});
const sentence = (...args: Parameters<typeof winner>): string => phrase(strategyReason(winner(...args)));

describe('the reason of a strategy', () => {
  it('says how much headroom it keeps, and that it was the cheapest', () => {
    // At a load of 35 %, 65 % of the capacity is free.
    expect(sentence(HEADROOM)).toBe(
      "65 % of the capacity free at the last five minutes' peak, held for 15 min: of 1062 strategies, this is the cheapest that would have met the objective over the last 12 h, losing 0.82 % of the demand",
    );
  });

  it('says which forecast it follows, and how many errors it adds', () => {
    expect(sentence(FORECAST, {}, { hold: 60 })).toBe(
      'the forecast learned from this demand plus 1.5 × its usual error, held for 60 s: of 1062 strategies, this is the cheapest that would have met the objective over the last 12 h, losing 0.82 % of the demand',
    );
  });

  it('says what a coarse strategy launches in advance: 30 % of its coarseness', () => {
    expect(sentence(HEADROOM, {}, { coarse: 0.15 })).toContain(', held for 15 min, plus 4.5 % when it scales out: of');
    expect(sentence(HEADROOM, {}, { coarse: 0.3 })).toContain(', held for 15 min, plus 9 % when it scales out: of');
  });

  it('says that no strategy would have met the objective, and what this one would have lost', () => {
    expect(sentence(HEADROOM, { keeps: false, shareLost: 0.0341, seen: 2 * DAY })).toContain(
      'held for 15 min: none of 1062 strategies would have met the objective over the last 48 h; this is the cheapest of those with nearly the lowest loss, losing 3.41 % of the demand',
    );
  });

  it('says which limit was in force, if it was lower than the objective', () => {
    const limited = (shareLost: number) =>
      sentence(HEADROOM, { shareLost, seen: DAY, limit: { share: 0.007, by: 'crowd' } });
    const limit = 'the limit was 0.7 % because an unforeseen crowd has used up a part of the allowed loss';
    expect(limited(0.0065)).toContain(
      `of 1062 strategies, this is the cheapest that would have stayed within the limit over the last 24 h, losing 0.65 % of the demand; ${limit}`,
    );
    // It meets the objective of 1 %, but not the limit.
    expect(limited(0.0082)).toContain(
      `none of 1062 strategies would have stayed within the limit over the last 24 h; this is the cheapest of those with nearly the lowest loss, losing 0.82 % of the demand; ${limit}`,
    );
  });

  it('names at most three days, because older demand counts little', () => {
    const over = (seen: number) => /over the last (\d+ \w+)/.exec(sentence(HEADROOM, { seen }))?.[1];
    expect([3 * DAY - 3600, 3 * DAY, 30 * DAY].map(over)).toEqual(['71 h', '72 h', '72 h']);
  });

  it('is only the strategy, in a decision in brief', () => {
    const decision = because.objective({
      ...{ metric: 'demand', value: 70, busy: 7, saturates: false, active: strategyReason(winner(HEADROOM)) },
      ...{ floor: null, floorBy: null },
    });
    expect(phrase.brief(decision)).toBe(
      "demand 70 keeps 7 workers busy, 65 % of the capacity free at the last five minutes' peak",
    );
  });
});

describe('the summary of a strategy', () => {
  const summary = (...args: Parameters<typeof winner>): string => phrase(summaryOf(winner(...args)));

  it('is its headroom or its forecast, and what it would have lost', () => {
    expect(summary(HEADROOM)).toBe('headroom 65 % held for 900 s, would have lost 0.82 %');
    expect(summary(FORECAST, { shareLost: 0 }, { hold: 60 })).toBe(
      'forecast learned held for 60 s, would have lost 0 %',
    );
  });

  it('has the parameters of its kind', () => {
    expect(summaryOf(winner(HEADROOM)).params).toMatchObject({ by: 'headroom', headroom: 0.65, forecast: null });
    expect(summaryOf(winner(FORECAST)).params).toMatchObject({ by: 'forecast', headroom: null, forecast: 'learned' });
  });

  it('says that it would have lost more than the objective allows', () => {
    expect(summary(HEADROOM, { keeps: false, shareLost: 1 })).toBe(
      'headroom 65 % held for 900 s, would have lost 100 %, more than its objective',
    );
  });
});
