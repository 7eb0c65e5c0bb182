/** Workers of an EC2 Auto Scaling group. Pure; what talks to AWS is loaded apart. */
export { type DescribedGroup, type GroupMember, isCapacity, orderedBy } from './described-group.ts';
export { autoScalingGroup, type GroupPlan } from './module.ts';
export { permissions } from './permissions.ts';
export { isOpen, type Plan, type Planned, planSchema, planToAdd, removable } from './plan.ts';
export { because, reasons } from './reasons.ts';
export { type AutoScalingGroupConfig, schema } from './schema.ts';
export { type GroupSight, type GroupWorker, sightOf } from './workers.ts';
