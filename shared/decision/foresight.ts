/** What is known of a demand's past and likely future, for the rules that look ahead. */
export { Demand, shifted } from './objective/demand.ts';
export { INPUTS, LEVEL_INPUT, Outlook } from './objective/outlook.ts';
export { Regression } from './objective/regression.ts';
export { keptFor, seasonBefore, seasonSeen, short } from './objective/season-before.ts';
export { bootSteps, horizonOf, stepsIn, type Timing } from './objective/timing.ts';
