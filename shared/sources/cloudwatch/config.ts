/** The dimension by which metrics of single workers are read. */
export const WORKER_DIMENSION = 'InstanceId';

/** A statistic of a metric that exists. With `each`, of one metric a worker: `dimensions` are the others beside its id. */
export interface CloudWatchSource {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly period: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly each?: 'worker';
}

/** What CloudWatch computes: one result. */
export interface CloudWatchExpression {
  readonly expression: string;
  readonly period: number;
}
export type CloudWatchConfig = CloudWatchSource | CloudWatchExpression;

export const isExpression = (config: CloudWatchConfig): config is CloudWatchExpression => 'expression' in config;
