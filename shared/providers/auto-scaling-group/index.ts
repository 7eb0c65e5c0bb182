/** Workers of an EC2 Auto Scaling group. Pure; what talks to AWS is loaded apart. */
export type { DescribedGroup } from './described/group.ts';
export type { AutoScalingGroupConfig } from './format/config.ts';
export { autoScalingGroup } from './module.ts';
