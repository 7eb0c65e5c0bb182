/** The policy document and the observation: the public contract. See docs/reference/policy.md. */
export {
  compileFormula,
  type Datapoint,
  duration,
  type Formula,
  faultsOf,
  faultText,
  GROUP_NAME,
  isFigure,
  MOST_WORKERS,
  openUntil,
  PARSING,
  type Parsed,
  positiveDuration,
  readsGroup,
  type ValidationError,
  type Worker,
  type WorkerState,
} from '../model/index.ts';
export type { Rule, RuleOf } from '../rules/index.ts';
export { type CompletedPolicy, completedPolicy, sealedPolicy } from './completed.ts';
export type { DirectionBehavior, Limit } from './document/behavior.ts';
export { formsOf } from './document/describe.ts';
export { type PolicyDocument, policyDocument } from './document/document.ts';
export { METRIC_FIELDS, type MetricDefinition } from './document/metrics.ts';
export { isRegion } from './document/overflow.ts';
export { minimumFaults } from './faults/minimum.ts';
export { policyJsonSchema } from './json-schema.ts';
export type { ManualControl, ManualPause, ManualScale } from './manual.ts';
export {
  averagingWindow,
  comesByMinute,
  definitionOf,
  evaluatedEvery,
  formulaOf,
  hasUsualAge,
  isAverage,
  isPaced,
  isZeroWhenSilent,
  type Metrics,
  maxAgeOf,
  metricSource,
  periodOf,
  readBy,
  settlesIn,
} from './metrics.ts';
export {
  type Observation,
  type ObservationDocument,
  parseObservation,
  type UnreadField,
  unreadFields,
} from './observation.ts';
export type { ObservedOverflow } from './overflow.ts';
export { type Policy, parseDeployable, parsePolicy } from './policy.ts';
export { couldChange, isBeyond, isReadByRules } from './pushes/could-change.ts';
export { receivingMetrics } from './pushes/receiving.ts';
export { readCompletedPolicy } from './read-completed.ts';
export { reasons, storedReasons } from './reasons.ts';
export { type PolicyFindings, policyFindings, policyWarnings, warningReasons } from './warnings/index.ts';
