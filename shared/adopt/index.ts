/** Creates a first policy from an existing Auto Scaling group. */
export { cloudwatchAlarms } from './alarms.ts';
export type { ExistingGroup, PolicyAlarm } from './model.ts';
export { nextSteps, type Step } from './next-steps.ts';
export { policyText } from './policy-text.ts';
export { type AlarmsOf, readExistingGroup } from './read.ts';
export { reasons } from './reasons.ts';
export { type Adopted, type AdoptedDocument, adopted } from './translate.ts';
