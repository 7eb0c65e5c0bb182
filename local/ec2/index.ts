export type { ShownInstance } from './books.ts';
export { control, report } from './control.ts';
export { Ec2Error } from './errors.ts';
export type { CallFault, Shortage } from './faults.ts';
export type { FleetAnswer, FleetRequest } from './fleet.ts';
export type { InstanceState, Lifetimes } from './life.ts';
export type { Instance, LaunchTemplateReference, Market, Subnet, Tag } from './model.ts';
export { serveEc2 } from './server.ts';
export { Ec2World, type Ec2WorldOptions } from './world.ts';
