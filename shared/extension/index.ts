/**
 * What another package needs to add kinds of rules, metric sources and providers: docs/how-to/extensions.md. What is
 * exported here follows semantic versioning: within a major version, nothing that an extension must write is added, and
 * nothing that it may use is removed or changes its meaning.
 */
export {
  type AwsAccess,
  type AwsCredentials,
  type Datapoint,
  define as defineReason,
  type ExtensionContext,
  type FieldTypes,
  type Fleet,
  figure,
  makersOf,
  type PermissionData,
  type Reason,
  type ReasonCatalog,
  type ReasonParams,
  type Schemas,
  secondsText,
  workersText,
} from '../model/index.ts';
export type {
  DescribedWorker,
  DescribedWorkers,
  ExtensionGroups,
  ExtensionTarget,
  MarkOrder,
  ProviderExtension,
  ResizeOrder,
  TerminateOrder,
} from '../providers/index.ts';
export {
  type AlarmBound,
  type Alarms,
  abstain,
  type ExtensionFault,
  keep,
  type MetricReadings,
  noData,
  propose,
  type Recommendation,
  type RuleContext,
  type RuleExtension,
} from '../rules/index.ts';
export type {
  ExtensionFacts,
  ExtensionReader,
  ExtensionReadout,
  ExtensionRequest,
  SourceExtension,
} from '../sources/index.ts';
export { defineProvider, defineRule, defineSource } from './define.ts';
export { defineExtension, type Extension } from './extension.ts';
