/**
 * Right-sizing: from the measured CPU and memory of workers to the instance type that is large enough and cheapest. Pure;
 * shared/operations measures, and shared/evaluation applies what was recommended.
 */
export type { Allowed, AllowedSizes } from './bounds.ts';
export { type Estimate, MARGIN } from './estimate.ts';
export { CPU_BUCKETS, decayingPercentile, MEMORY_BUCKETS } from './histogram.ts';
export { familiesOf, GIB, type InstanceType } from './instance-type.ts';
export type { ComparedType, Measured, Recommendation } from './model.ts';
export { reasons as poolReasons } from './pool/reasons.ts';
export { REFILL_AFTER } from './pool/refill.ts';
export { USUAL_SHARE, USUAL_START, type WarmSize, type WarmSizing, warmSize } from './pool/size.ts';
export { reasons } from './reasons.ts';
export { recommend } from './recommend.ts';
export type { MeasuredHour, MeasuredWorker } from './usage.ts';
