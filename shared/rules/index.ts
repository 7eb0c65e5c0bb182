/** What a group's rules are: one folder for each kind; catalogs.ts, formats.ts and registry.ts list them. Pure. */
export { ruleCatalogs } from './catalogs.ts';
export { isActive, usedRules } from './common/active.ts';
export { because } from './common/because.ts';
export { bootOf, poolOf, timingOf } from './common/boot.ts';
export { type Lacking, reasons } from './common/reasons.ts';
export type { ExtensionFault, RuleExtension, RuleExtensionFormat, RuleOfFields } from './extension.ts';
export { evenDemand, type ForecastName, type Timing } from './forecasting/index.ts';
export {
  formatOfKind,
  type Learned,
  type LearningKind,
  type LearningRule,
  learned,
  type Rule,
  type RuleDocument,
  type RuleKind,
  type RuleOf,
  rule,
  ruleFormats,
  type WrittenRule,
} from './formats.ts';
export { loadOf, type WorkerLoad } from './load.ts';
export { abstain, keep, noData, propose, type Recommendation } from './recommendation.ts';
export { type AnyRuleModule, learningOfKind, metricsOf, moduleOf, moduleOfKind, workOf } from './registry.ts';
export type { Bounds, MeasuredPast, MetricReadings, RuleContext, ServedBy } from './rule-context.ts';
export type { RuleFormat } from './rule-format.ts';
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
export type { NotTried, Trial, TrialWork } from './rule-trial.ts';
export { trialsFor } from './trials.ts';
