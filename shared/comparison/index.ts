/** Scores a policy beside other autoscalers on the same demand. */
export { Comparison, type Figures, POLICY } from './comparison.ts';
export { type PlayedRules, Recommendation } from './recommendation.ts';
export {
  allowedLostOf,
  equalLossPercentOf,
  hoursText,
  isWeighted,
  poolText,
  type Row,
  rounded,
  rowOf,
  rowsTable,
  rowsText,
  usdPerHourOf,
} from './result.ts';
export { type PredictedRollout, RolloutForecast, rolloutDocument, rolloutText } from './rollout.ts';
export { SCENARIO_TEXTS } from './scenario-text.ts';
export { needsPossiblePeak, needsScoredTime, scored } from './scored.ts';
export type { Sink } from './sink.ts';
