/** A strict stand-in for EC2 Auto Scaling, over the instances of the EC2 stand-in. */
export { type AutoScalingOptions, LocalAutoScaling } from './auto-scaling.ts';
export { controlAutoScaling, reportAutoScaling } from './control.ts';
export type { Delays } from './model.ts';
export { serveAutoScaling } from './server.ts';
