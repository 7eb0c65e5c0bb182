/** Replays policies on the demand that CloudWatch recorded. */
export { type PreparedBacktest, prepareBacktest } from './backtest.ts';
export { CONDITION_HELP, type Condition, conditionOf, type Outcome, outcomeOf } from './output/conditions.ts';
export { backtestJson } from './output/json.ts';
export { backtestMarkdown } from './output/markdown.ts';
export { Sketch } from './output/sparkline.ts';
export { backtestText } from './output/text.ts';
export type { NamedDocument } from './policies.ts';
export type { BacktestDeployment } from './recordings/deployment.ts';
export { MAX_DAYS } from './recordings/span.ts';
export type { Backtest } from './result.ts';
export { type BacktestRequest, metricQuery } from './setting.ts';
