/** Other autoscalers, for comparison on the same demand. Every call returns a new controller, for one simulation. */
export { type BacklogTrackingOptions, backlogTracking } from './ec2/backlog-tracking.ts';
export { type PredictiveOptions, predictive } from './ec2/predictive.ts';
export { type StepScalingOptions, stepScaling } from './ec2/step-scaling.ts';
export {
  HIGH_RESOLUTION,
  type TargetTrackingOptions,
  targetTracking,
  targetTrackingOnRequests,
} from './ec2/target-tracking.ts';
export { type HpaOptions, hpa, hpaOnRequests } from './hpa.ts';
export { type KarpenterOptions, karpenter } from './karpenter.ts';
export { type KedaOptions, keda } from './keda.ts';
export { staticSize } from './static-size.ts';
export { type ThresholdOptions, threshold } from './threshold.ts';
