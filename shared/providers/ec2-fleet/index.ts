/** Instances of an EC2 Fleet of type maintain. Pure; what talks to AWS is loaded apart. */
export type { DescribedFleet } from './described/fleet.ts';
export type { Ec2FleetConfig } from './format/config.ts';
export { ec2Fleet } from './module.ts';
