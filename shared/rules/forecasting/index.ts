/** What is known of a demand's past and likely future, for the rules that look ahead. Pure; demand is in busy workers. */
export { type DayBefore, Demand } from './demand.ts';
export { evenDemand, evenly } from './evenly.ts';
export { figures, learnedFields, seconds } from './learned-fields.ts';
export { FORECASTS, type ForecastName } from './names.ts';
export { exampleWeight, INPUTS, LEVEL_INPUT, Outlook, PEAK_SECONDS, STATES, WINDOWS } from './outlook.ts';
export { Regression } from './regression.ts';
export { CONTRADICTS, Season } from './season.ts';
export { keptFor, seasonSeen, short } from './season-before.ts';
export {
  bootSteps,
  horizonOf,
  type PoolTiming,
  startSteps,
  stepsIn,
  type Timing,
  unseenSteps,
} from './timing.ts';
export { hasLists, hasNumbers, isTiming, mayHaveNumbers } from './usable.ts';
