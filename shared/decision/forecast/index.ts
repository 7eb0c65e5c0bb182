/** A quantile of the demand that a worker launched now will meet, with daily and weekly season. Pure. */
export { type Forecast, Forecaster, type ForecastOptions, forecast } from './forecaster.ts';
