/** Where metrics come from: one folder for each kind of source. Pure; readers.ts talks to the sources. */
export { failureCatalogs, sourceCatalogs } from './catalogs.ts';
export type { CloudWatchConfig, CloudWatchSource } from './cloudwatch/index.ts';
export {
  type ExtensionFacts,
  type ExtensionReader,
  type ExtensionReadout,
  type ExtensionRequest,
  extensionModule,
  type SourceExtension,
} from './extension/extension.ts';
export {
  type ConfigOf,
  formatOf,
  knownSourceKinds,
  type SourceKind,
  sourceFields,
  sourceKinds,
  type WrittenSource,
} from './formats.ts';
export { type MetricSource, sourceOf } from './of-metric.ts';
export { monthlyUsd } from './price.ts';
export { PUSHED_KEPT_SECONDS, type PushedSeries, type PushedValue, type PushedValues } from './pushed/values.ts';
export { answerIn, datapointsOf, ReadFailure, type Readout, readFailure } from './reading/read-failure.ts';
export { type ReadKind, sourceModules } from './registry.ts';
export type {
  Price,
  Reach,
  Receives,
  Recordings,
  RelatedRecording,
  SourceFacts,
  SourceFormat,
  SourceModule,
} from './source-module.ts';
export { type Readouts, type SourceReader, type SourceRequest, sourcesFrom } from './source-reader.ts';
export type { SqsSource } from './sqs/index.ts';
export { WorkerReadout } from './worker-readout.ts';
