/** The policy document and the observation: the public contract. See docs/policy.md. */
export type { Behavior, DirectionBehavior, Limit } from './behavior.ts';
export type { Profile, Tier } from './defaults.ts';
export { type PolicyDocument, policyDocument } from './document.ts';
export { type Fault, faultText } from './faults.ts';
export { compileFormula, type Formula } from './formula.ts';
export { type CloudWatchSource, type MetricDefinition, maxAgeOf, periodOf, type SqsSource } from './metrics.ts';
export { GROUP_NAME, type GroupFigure } from './names.ts';
export {
  type Datapoint,
  isFigure,
  type Observation,
  type ObservationDocument,
  parseObservation,
  WORKER_STATES,
  type Worker,
  type WorkerCounts,
  type WorkerState,
} from './observation.ts';
export { type Parsed, type Policy, parseDeployable, parsePolicy } from './policy.ts';
export type { Ec2Provider, Provider } from './provider.ts';
export { metricsOf, type Rule, type RuleOf } from './rules.ts';
export { openUntil, type Window } from './window.ts';
export { MOST_WORKERS } from './worker-count.ts';
