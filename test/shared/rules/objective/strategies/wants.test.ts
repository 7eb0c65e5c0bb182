import { describe, expect, it } from 'vitest';
import { Demand, FORECASTS, Outlook } from '../../../../../shared/rules/forecasting/index.ts';
import type { Want } from '../../../../../shared/rules/objective/learned.ts';
import { WANTS } from '../../../../../shared/rules/objective/strategies/candidates.ts';
import { Spreads } from '../../../../../shared/rules/objective/strategies/spread.ts';
import { wantAll, wantOf } from '../../../../../shared/rules/objective/strategies/wants.ts';

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
/** Ten for half an hour, but for the last six minutes. */
function outlookOn(last: readonly number[], weights: number[] | null = null): Outlook {
  const [demand, outlook] = [new Demand(200), new Outlook(TIMING)];
  for (const figure of [...Array<number>(30).fill(10), ...last]) demand.add(figure);
  outlook.look(demand, null, [weights, weights]);
  return outlook;
}
const forecast = (times: number, name: (typeof FORECASTS)[number] = 'last'): Want => ({
  ...{ by: 'forecast', forecast: name, spread: 'quick', times },
});

describe('a strategy wants', () => {
  it('the peak of a window at its load', () => {
    const outlook = outlookOn([30, 10, 10, 24, 10, 12]);
    const wanted = (window: number) => wantOf({ by: 'headroom', load: 0.5, window }, outlook, -1);
    expect([15, 60, 300, 900].map(wanted)).toEqual([24, 24, 48, 60]);
    // Windows of another version count as the longest one.
    expect([30, 1800].map(wanted)).toEqual([60, 60]);
  });

  it('the forecast, and so many of its usual errors', () => {
    // An error of 1 is the square root of 12.25 workers here.
    const outlook = outlookOn([11.75]);
    const wanted = (times: number, squared = 1) => wantOf(forecast(times), outlook, squared);
    expect([0, 1, 2].map((times) => wanted(times))).toEqual([12, 16, 19]);
    expect(wanted(1, 4)).toBe(19);
  });

  it('no less than 15 % below the forecast for an error', () => {
    const outlook = outlookOn([20]);
    expect([0.01, 100].map((squared) => wantOf(forecast(-1), outlook, squared))).toEqual([20, 17]);
    expect(wantOf(forecast(-2), outlook, 100)).toBe(14);
  });

  it('twice the peak of five minutes if the forecast or its error is unknown', () => {
    const outlook = outlookOn([30, 10, 10, 24, 10, 12]);
    expect(wantOf(forecast(1, 'day'), outlook, 1)).toBe(48);
    expect(wantOf(forecast(1), outlook, -1)).toBe(48);
    // Nothing is a forecast, and no error is one.
    expect(wantOf(forecast(1), outlookOn([0]), 0)).toBe(1);
  });

  it.each([
    ['unknown', null, 0],
    ['known', [0, 1.5], 60],
  ] as const)('the same whether it is asked alone or with all others: forecasts are %s', (_, weights, errors) => {
    const outlook = outlookOn([30, 10, 10, 24, 10, 12], weights && [...weights]);
    const spreads = new Spreads(60);
    FORECASTS.forEach((_name, each) => {
      for (let error = 0; error < errors; error += 1)
        spreads.add(each, error % 2 ? outlook.state : 0, each + error / 9);
    });
    const all = new Float64Array(WANTS.length);
    wantAll(outlook, spreads, all);
    const alone = WANTS.map((want) => {
      const squared =
        want.by === 'headroom' ? -1 : spreads.of(FORECASTS.indexOf(want.forecast), want.spread, outlook.state);
      return wantOf(want, outlook, squared);
    });
    expect([...all]).toEqual(alone);
  });
});
