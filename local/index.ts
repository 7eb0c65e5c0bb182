export { down, status, up } from './daemon/daemon.ts';
export { cdkProgram, type DeployOptions, deploy } from './deploy.ts';
export type { CallFault, LocalEc2, LocalEc2Options, Shortage, ShownInstance } from './ec2/index.ts';
export { withoutAws } from './environment.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './local-aws.ts';
export { SEEDED, seed } from './seed.ts';
