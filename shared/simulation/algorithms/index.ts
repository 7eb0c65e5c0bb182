/** Other autoscalers, for comparison on the same demand. Every call returns a new controller, for one simulation. */
export { type BacklogTrackingOptions, backlogTracking } from './backlog-tracking.ts';
export { type HpaOptions, hpa, hpaOnRequests } from './hpa.ts';
export { type KarpenterOptions, karpenter } from './karpenter.ts';
export { type KedaOptions, keda } from './keda.ts';
export { type PredictiveOptions, predictive } from './predictive.ts';
export { staticSize } from './static-size.ts';
export { type StepScalingOptions, stepScaling } from './step-scaling.ts';
export { type TargetTrackingOptions, targetTracking, targetTrackingOnRequests } from './target-tracking.ts';
export { type ThresholdOptions, threshold } from './threshold.ts';
