import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { because } from '../../../../shared/rules/objective/because.ts';

const headroom = (window = 60, load = 0.65) => because['objective-headroom']({ load, window });
const forecast = (name: string, times = 0): string => phrase(because['objective-forecast']({ forecast: name, times }));
const DEMAND = { metric: 'rps', value: 50, busy: 5, saturates: false };

describe('a strategy', () => {
  it.each([
    [15, 'the latest peak'],
    [60, "the last minute's peak"],
    [300, "the last five minutes' peak"],
    [900, 'the peak of the last 15 minutes'],
    [7, 'the peak of the last 7 s'],
  ])('names its headroom and its window: %i s', (window, text) => {
    expect(phrase(headroom(window))).toBe(`35 % of the capacity free at ${text}`);
  });

  it.each([
    ['last', 'the latest demand'],
    ['minute', "the last minute's mean"],
    ['trend', 'the trend of five minutes'],
    ['season', 'the change that followed this time yesterday'],
    ['day', "yesterday's demand at today's level"],
    ['learned', 'the forecast learned from this demand'],
    ['learnedPeak', 'the one-minute peak forecast learned from this demand'],
    ['another', 'another'],
  ])('names its forecast: %s', (name, text) => {
    expect(forecast(name)).toBe(text);
  });

  it('says how many errors it adds or subtracts', () => {
    expect(forecast('last', 1.5)).toBe('the latest demand plus 1.5 × its usual error');
    expect(forecast('last', -0.5)).toBe('the latest demand minus 0.5 × its usual error');
  });

  it('says why it was chosen', () => {
    const strategy = (more: Partial<Parameters<(typeof because)['objective-strategy']>[0]>) =>
      phrase(
        because['objective-strategy']({
          ...{
            strategy: headroom(),
            hold: 300,
            more: 0,
            shareLost: 0.004,
            keeps: true,
            limit: null,
            limitBy: null,
            of: 900,
            seen: 86_400,
          },
          ...more,
        }),
      );
    const start = "35 % of the capacity free at the last minute's peak, held for 5 min";
    expect(strategy({})).toBe(
      `${start}: of 900 strategies, this is the cheapest that would have met the objective over the last 24 h, losing 0.4 % of the demand`,
    );
    expect(strategy({ more: 0.045, keeps: false, seen: 7199 })).toBe(
      `${start}, plus 4.5 % when it scales out: none of 900 strategies would have met the objective over the last 120 min; this is the cheapest of those with nearly the lowest loss, losing 0.4 % of the demand`,
    );
    expect(strategy({ seen: 7200 })).toContain('over the last 2 h,');
  });

  it.each([
    ['history', 'because the history is shorter than two days'],
    ['crowd', 'because an unforeseen crowd has used up a part of the allowed loss'],
    ['rise', 'because an unusual sudden rise of demand would use up a part of the allowed loss'],
    ['minutes', 'because readings a minute or more apart hide peaks'],
    ['future', 'because future demand differs from the past'],
  ] as const)('says which limit applied, if it is lower than the objective: %s', (by, why) => {
    const chosen = (shareLost: number) =>
      phrase(
        because['objective-strategy']({
          ...{ strategy: headroom(), hold: 60, more: 0, shareLost, keeps: true, of: 9, seen: 86_400 },
          ...{ limit: 0.0056, limitBy: by },
        }),
      );
    expect(chosen(0.0056)).toContain(
      `of 9 strategies, this is the cheapest that would have stayed within the limit over the last 24 h, losing 0.56 % of the demand; the limit was 0.56 % ${why}`,
    );
    expect(chosen(0.0057)).toContain(
      'none of 9 strategies would have stayed within the limit over the last 24 h; this is',
    );
  });

  it.each([
    [0.00562, 0.00564, 'losing 0.562 % of the demand; the limit was 0.564 %'],
    [0.00562, 0.005619, 'losing 0.562 % of the demand; the limit was 0.5619 %'],
    [0.0056, 0.00564, 'losing 0.56 % of the demand; the limit was 0.564 %'],
    [0.0056004, 0.0056003, 'losing 0.56004 % of the demand; the limit was 0.56003 %'],
    [0, 0.005, 'losing 0 % of the demand; the limit was 0.5 %'],
  ])('shows which of the loss and its limit is larger: %d, %d', (shareLost, limit, text) => {
    const chosen = { strategy: headroom(), hold: 60, more: 0, shareLost, keeps: true, of: 9, seen: 86_400 };
    expect(phrase(because['objective-strategy']({ ...chosen, limit, limitBy: 'crowd' }))).toContain(text);
  });

  it('has a short text', () => {
    const words = {
      by: 'headroom',
      headroom: 0.35,
      forecast: null,
      hold: 60,
      shareLost: 0.00456,
      keeps: true,
    } as const;
    expect(phrase(because['objective-active'](words))).toBe('headroom 35 % held for 60 s, would have lost 0.46 %');
    expect(
      phrase(because['objective-active']({ ...words, by: 'forecast', headroom: null, forecast: 'day', keeps: false })),
    ).toBe('forecast day held for 60 s, would have lost 0.46 %, more than its objective');
  });
});

describe('the reason of an objective', () => {
  const active = headroom();
  const told = (
    floor: number | null,
    floorBy: 'demand' | 'history' | 'unseen' | 'jump' | 'collapse' | 'guard' | null,
    more = {},
  ) => phrase(because.objective({ ...DEMAND, active, floor, floorBy, ...more }));
  const start = "rps 50 keeps 5 workers busy; 35 % of the capacity free at the last minute's peak";

  it('is the demand and the strategy', () => {
    expect(told(null, null)).toBe(start);
    expect(told(null, null, { value: 10, busy: 1 })).toContain('rps 10 keeps 1 worker busy;');
  });

  it('says what it keeps at least, and why', () => {
    expect(told(7, 'demand')).toBe(`${start}; at least 7 because that many were busy in the last minutes`);
    expect(told(7, 'history')).toBe(`${start}; at least 7 while there is little history`);
    expect(told(7, 'unseen')).toBe(`${start}; at least 7 because demand is higher than in the day or the hour before`);
    expect(told(7, 'jump')).toBe(`${start}; at least 7 because demand has just jumped by more than in the day before`);
    expect(told(7, 'collapse')).toBe(`${start}; at least 7 because demand has just collapsed, and may come back`);
    expect(told(7, 'guard')).toBe(`${start}; 7 because the worst case limits what the group may pay`);
    expect(told(7, null)).toBe(`${start}; at least 7 while there is little history`);
    expect(told(7, 'weather' as 'demand')).toBe(`${start}; at least 7`);
  });

  it('warns of a metric that cannot show what is lost', () => {
    expect(told(null, null, { metric: 'cpu', saturates: true })).toContain(
      '; cpu cannot show demand beyond what the workers serve, so lost demand is not seen',
    );
  });

  it('says that it has yet to choose', () => {
    expect(phrase(because['objective-learning']({ ...DEMAND, peak: 6 }))).toBe(
      'rps 50 keeps 5 workers busy; too little history to choose a strategy, so the group keeps room for a rise above the peak of 6 and does not scale in yet',
    );
  });
});
