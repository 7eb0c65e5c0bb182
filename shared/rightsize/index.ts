/**
 * Right-sizing: from the measured CPU and memory of workers to the instance type that is large enough and cheapest. Pure;
 * shared/operations measures, and shared/evaluation applies what was recommended.
 */
export { because } from './because.ts';
export type { Allowed, AllowedSizes } from './bounds.ts';
export { type Estimate, MARGIN } from './estimate.ts';
export { type Buckets, CPU_BUCKETS, decayingPercentile, MEMORY_BUCKETS, type Sample } from './histogram.ts';
export { familiesOf, GIB, type InstanceType } from './instance-type.ts';
export type { ComparedType, Measured, Recommendation, Use, WorkerUse } from './model.ts';
export { reasons } from './reasons.ts';
export { LEAST_HOURS, recommend } from './recommend.ts';
export { HOURS_OF_WEEK, type MeasuredHour, type MeasuredWorker, type WeekHour } from './usage.ts';
