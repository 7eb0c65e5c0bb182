/** A quantile of the demand that a worker launched now will meet, with daily and weekly season. Pure. */
export { forecast, LOOK_BACK, type Sight } from './forecast.ts';
export { Forecaster, type ForecastOptions } from './forecaster.ts';
