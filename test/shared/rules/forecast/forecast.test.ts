import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../../../shared/rules/forecast/forecast.ts';
import { Forecaster, type ForecastOptions } from '../../../../shared/rules/forecast/forecaster.ts';
import { diurnalDemand } from '../../../../shared/simulation/index.ts';
import { START } from '../../simulation/scenarios.ts';

const TIMING = { step: 300, boot: 300, drain: 30, delay: 0 };
const DAY = 288;
/** A forecast is for the second step after the newest: the one after the boot. */
const AHEAD = 2;

/** What is said of {@link AHEAD}, by what was learnt on all of a history but the newest readings. */
function forecastOf(history: readonly number[], options: ForecastOptions, since = 0): number | undefined {
  const forecaster = new Forecaster(options);
  for (const value of history.slice(0, history.length - since)) forecaster.add(value);
  const calibrated = forecaster.calibrated();
  return calibrated === null
    ? undefined
    : forecast(calibrated, { recent: history.slice(-14 - since), since }, options.timing);
}

const noisy = (days: number, seed: number): number[] =>
  diurnalDemand({ start: START, steps: days * DAY, stepSeconds: 300, low: 8, high: 40, noise: 0.1, seed }).map(
    ({ value }) => value,
  );
/** Quiet but for an hour of work at ten each day. */
const daily = (days: number): number[] =>
  Array.from({ length: days * DAY }, (_, step) => (step % DAY >= 120 && step % DAY < 132 ? 30 : 5));

describe('forecast', () => {
  it('is unknown without a history', () => {
    expect(forecastOf([], { timing: TIMING, quantile: 0.9 })).toBeUndefined();
  });

  it('is unknown before it is calibrated', () => {
    expect(forecastOf([10, 12, 10], { timing: TIMING, quantile: 0.9 })).toBeUndefined();
  });

  it('continues with the tuning of an hour ago', () => {
    const history = noisy(8, 3);
    const now = forecastOf(history, { timing: TIMING, quantile: 0.9 }) ?? 0;
    const then = forecastOf(history, { timing: TIMING, quantile: 0.9 }, 12) ?? 0;
    expect(Math.abs(now - then) / now).toBeLessThan(0.1);
  });

  it.each([0.5, 0.9, 0.99])('covers the configured share of demand: %d', (quantile) => {
    const history = noisy(8, 3);
    const forecaster = new Forecaster({ timing: TIMING, quantile });
    const said: number[] = [];
    let covered = 0;
    history.forEach((value, step) => {
      if (step >= 2 * DAY && value <= (said[step] ?? 0)) covered += 1;
      forecaster.add(value);
      const calibrated = forecaster.calibrated();
      const recent = history.slice(Math.max(0, step - 13), step + 1);
      said[step + AHEAD] = calibrated ? forecast(calibrated, { recent, since: 0 }, TIMING) : 0;
    });
    expect(Math.abs(covered / (6 * DAY) - quantile)).toBeLessThan(0.04);
  });

  it('predicts the daily hour of work before it starts', () => {
    const before = [...daily(9), ...daily(1).slice(0, 119)];
    expect(forecastOf(before, { timing: TIMING, quantile: 0.9 })).toBeGreaterThan(20);
    expect(forecastOf(before.slice(0, -12), { timing: TIMING, quantile: 0.9 })).toBeLessThan(10);
  });

  it('uses a configured season, such as eight hours', () => {
    const shifts = Array.from({ length: 6 * DAY }, (_, step) => (step % 96 >= 48 && step % 96 < 60 ? 30 : 5));
    const before = shifts.slice(0, 5 * DAY + 47);
    expect(forecastOf(before, { timing: TIMING, quantile: 0.9, season: 28_800 })).toBeGreaterThan(20);
  });

  it('is never negative for any history', () => {
    const piece = fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 10 }), (pieces) => {
        const history = pieces.flatMap(([value, steps]) => Array<number>(steps).fill(value));
        const value = forecastOf(history, { timing: TIMING, quantile: 0.9 }) ?? 0;
        expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
