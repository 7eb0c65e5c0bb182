/** The policy document and the observation: the public contract. See docs/reference/policy.md. */
export { compileFormula, type Datapoint, duration, type Formula, isFigure, positiveDuration } from '../model/index.ts';
export type { DirectionBehavior, Limit } from './behavior.ts';
export { type PolicyDocument, policyDocument } from './document.ts';
export { type Fault, faultsOf, faultText, issueMessage } from './faults.ts';
export {
  definitionOf,
  formulaOf,
  type MetricDefinition,
  type Metrics,
  maxAgeOf,
  metricSource,
  periodOf,
  readBy,
} from './metrics.ts';
export { GROUP_NAME, isGroupFigure } from './names.ts';
export {
  type Observation,
  type ObservationDocument,
  parseObservation,
  type Worker,
  type WorkerState,
} from './observation.ts';
export { type Parsed, type Policy, parseDeployable, parsePolicy } from './policy.ts';
export type { Ec2Provider } from './provider.ts';
export { metricsOf, type Rule, type RuleOf } from './rules.ts';
export {
  type Calibrated,
  type Candidate,
  FORECASTS,
  type ForecastName,
  SPREADS,
  type SpreadName,
  type Tuned,
  type TunedOf,
  type Want,
  type Winner,
} from './tuned.ts';
export { openUntil } from './window.ts';
export { MOST_WORKERS } from './worker-count.ts';
