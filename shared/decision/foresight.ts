/** What is known of a demand's past and likely future, for the rules that look ahead. */
export { Demand, shifted } from './objective/demand.ts';
export { FORECASTS, type ForecastName, INPUTS, LEVEL_INPUT, Outlook, PEAK_SECONDS } from './objective/outlook.ts';
export { Regression } from './objective/regression.ts';
export { bootSteps, horizonOf, stepsIn, type Timing } from './objective/timing.ts';
