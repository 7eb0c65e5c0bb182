/** Constructs for your own CDK app. */
export { type Autoscaler, Headcount, type HeadcountProps } from './headcount.ts';
export { HeadcountStack } from './headcount-stack.ts';
export type { Settings } from './settings.ts';
export { STAGES, type Stage } from './stage.ts';
export { WorkerGroup, type WorkerGroupProps } from './worker-group.ts';
