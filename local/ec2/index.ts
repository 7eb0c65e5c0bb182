export { control, report } from './control.ts';
export { Ec2Error } from './errors.ts';
export type { CallFault, Shortage } from './faults.ts';
export type { FleetAnswer, FleetRequest } from './fleet.ts';
export type { InstanceState, Lifetimes } from './lifecycle.ts';
export { LocalEc2, type LocalEc2Options } from './local-ec2.ts';
export type { Instance, LaunchTemplateReference, Market, Subnet, Tag } from './model.ts';
export { serveEc2 } from './server.ts';
export type { ShownInstance } from './state.ts';
