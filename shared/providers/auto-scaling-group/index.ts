/** Workers of an EC2 Auto Scaling group. Pure; what talks to AWS is loaded apart. */
export type { DescribedGroup } from './described/group.ts';
export { autoScalingGroup } from './module.ts';
export type { AutoScalingGroupConfig } from './schema.ts';
