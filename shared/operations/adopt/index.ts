/** A first policy for an Auto Scaling group that exists. */

export type { ExistingGroup, PolicyAlarm } from './model.ts';
export { policyText } from './policy-text.ts';
export { type AlarmsOf, readExistingGroup } from './read.ts';
export { reasons } from './reasons.ts';
export { type Adopted, adopted } from './translate.ts';
