/** Replays policies on the demand that CloudWatch recorded. */
export { type PreparedBacktest, prepareBacktest } from './backtest.ts';
export type { BacktestDeployment } from './deployment.ts';
export { backtestJson } from './json.ts';
export type { NamedDocument } from './policies.ts';
export type { Backtest } from './result.ts';
export { type BacktestRequest, DEFAULT_DAYS, metricQuery } from './setting.ts';
export { MAX_DAYS } from './span.ts';
export { backtestText } from './text.ts';
