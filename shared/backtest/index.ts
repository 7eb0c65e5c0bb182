/** Replays policies on the demand that CloudWatch recorded. */
export { type PreparedBacktest, prepareBacktest } from './backtest.ts';
export { CONDITION_HELP, type Condition, conditionOf, type Outcome, outcomeOf } from './conditions.ts';
export type { BacktestDeployment } from './deployment.ts';
export { backtestJson } from './json.ts';
export { backtestMarkdown } from './markdown.ts';
export type { NamedDocument } from './policies.ts';
export type { Backtest } from './result.ts';
export { type BacktestRequest, metricQuery } from './setting.ts';
export { MAX_DAYS } from './span.ts';
export { Sketch } from './sparkline.ts';
export { backtestText } from './text.ts';
