/**
 * Ways to say what demand will be when a worker launched now serves. `learned` is a regression on the others' inputs;
 * `learnedPeak` one on the highest of the minute from then on, so that a rise is met by few launches of several.
 */
export const FORECASTS = ['last', 'minute', 'trend', 'season', 'day', 'learned', 'learnedPeak'] as const;
export type ForecastName = (typeof FORECASTS)[number];
