export { control, report } from './control.ts';
export { Ec2Error } from './errors.ts';
export type { CallFault, Shortage } from './faults.ts';
export type { InstanceState, Lifetimes } from './instances/lifecycle.ts';
export type { FleetAnswer, FleetRequest } from './launching/fleet.ts';
export { LocalEc2, type LocalEc2Options } from './local-ec2.ts';
export type { Instance, LaunchTemplateReference, Market, Subnet, Tag } from './model.ts';
export { serveEc2 } from './server.ts';
export type { ShownInstance } from './state.ts';
