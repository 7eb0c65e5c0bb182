export { down, status, up } from './daemon.ts';
export { cdkProgram, type DeployOptions, deploy } from './deploy.ts';
export type { CallFault, Ec2World, Ec2WorldOptions, Shortage, ShownInstance } from './ec2/index.ts';
export { withoutAws } from './environment.ts';
export { FURNITURE, furnish } from './furnish.ts';
export { startWorld, type World, type WorldOptions } from './world.ts';
