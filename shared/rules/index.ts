/** What a group's rules are: one folder for each kind, one registry. Pure. */
export { isActive } from './common/active.ts';
export { bootOf, timingOf } from './common/boot.ts';
export { busyWorkers } from './common/busy-workers.ts';
export { because, reasons } from './common/reasons.ts';
export { evenly, type ForecastName, type Timing } from './forecasting/index.ts';
export { loadOf, type WorkerLoad } from './load.ts';
export { abstain, propose, type Recommendation } from './recommendation.ts';
export {
  type AnyRuleModule,
  type Learned,
  type LearningKind,
  type LearningRule,
  learned,
  learningOfKind,
  metricsOf,
  moduleOf,
  moduleOfKind,
  type Rule,
  type RuleDocument,
  type RuleKind,
  type RuleOf,
  rule,
  ruleModules,
  type WrittenRule,
  workOf,
} from './registry.ts';
export type { Bounds, MeasuredPast, MetricReadings, RuleContext, ServedBy } from './rule-context.ts';
export type {
  AlarmBound,
  Alarms,
  CapacityWindow,
  IdleBound,
  Learner,
  MetricsRead,
  OverloadBound,
  Past,
  RuleLearning,
  RuleModule,
  Wait,
  Work,
} from './rule-module.ts';
