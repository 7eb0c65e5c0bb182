/** What a group's workers are: one folder for each kind of provider. Pure; adapters.ts talks to the providers. */

export { type Bucket, type BudgetKind, type CallBudget, callBudget } from './call-budget/index.ts';
export { commonCatalogs, providerCatalogs } from './catalogs.ts';
export type {
  CommonConfig,
  DescribedWorker,
  DescribedWorkers,
  ExtensionGroups,
  ExtensionTarget,
  MarkOrder,
  ProviderConfigOfFields,
  ProviderExtension,
  ResizeOrder,
  TerminateOrder,
} from './extension/extension.ts';
export { extensionModule } from './extension/module.ts';
export {
  type ConfigOf,
  formatOf,
  type PlanOf,
  type Provider,
  type ProviderKind,
  provider,
} from './formats.ts';
export { permissionsOfKind, providerPermissions } from './permissions.ts';
export type {
  Admission,
  AdmitRequest,
  DescribeRequest,
  Description,
  Drawn,
  Host,
  LaunchError,
  Launched,
  LaunchedWorker,
  LaunchOrder,
  Parked,
  ParkOrder,
  Placement,
  ProviderAdapter,
  ReconcileRequest,
  RemovalAdmission,
  RemovalOrder,
  Resources,
  Terminated,
  TerminateOptions,
  Urgency,
  Versions,
} from './provider-adapter.ts';
export type {
  AddRequest,
  Composition,
  LaunchMix,
  Planned,
  PlannedRemoval,
  ProviderFormat,
  ProviderModule,
  ProviderSettings,
  RemoveRequest,
  Sizing,
  WarmPool,
} from './provider-module.ts';
export { because } from './reasons.ts';
export {
  callRates,
  isEphemeral,
  isSelfManaged,
  lightestFor,
  moduleFor,
  moduleOf,
  type Providers,
  pricingFor,
  providerKinds,
  providersFrom,
  replacesAtRisk,
  settingsFor,
  sizingFor,
  targetOf,
  terminationOrder,
  warmPoolOf,
  weightsFor,
} from './registry.ts';
export type { Difference, RolloutPart, RolloutSettings, Spec } from './rollout/part.ts';
export type { LaunchType, LaunchTypes, ProviderTypes } from './types/port.ts';
export type { EndedWorker, FoundWorker, LaunchingWorker, ManagedWorker, PoolWorker, WorkerReports } from './worker.ts';
