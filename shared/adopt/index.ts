/** Creates a first policy from an Auto Scaling group, an ECS service, an EC2 Fleet or a function that exists. */
export { cloudwatchAlarms } from './kinds/alarms.ts';
export { adoptedFleet, fleetSteps } from './kinds/ec2-fleet.ts';
export { adoptedService, readService, serviceSteps } from './kinds/ecs-service.ts';
export { adoptedFunction, functionSteps } from './kinds/lambda.ts';
export type { ExistingGroup, PolicyAlarm } from './model.ts';
export { groupSteps, nextSteps, type OwnSteps, type Step } from './next-steps.ts';
export { policyText } from './policy-text.ts';
export { type AlarmsOf, readExistingGroup } from './read.ts';
export { type Adopted, type AdoptedDocument, adopted } from './translate.ts';
