/** Simulation of policies and of other autoscalers on demand: scenarios, replays and scores. Pure. */
export * from './algorithms/index.ts';
export * from './choice/index.ts';
export { type DemandPoint, type DiurnalDemand, diurnalDemand } from './demand.ts';
export type { PoolPlan, PoolTick } from './engine/pool.ts';
export { type Play, run } from './engine/run.ts';
export { billedIn, type Controller, type ControllerInput, type Started, type Tick } from './engine/tick.ts';
export { type DeadlineOptions, deadlineOptimum } from './optimum/deadlines.ts';
export { LevelOptimum } from './optimum/levels.ts';
export { LossyOptimum } from './optimum/lossy.ts';
export { type Optimum, optimumHours, optimumOf } from './optimum/optimum.ts';
export { demandOfPattern, PATTERNS, type Pattern, type PatternOptions } from './patterns.ts';
export { priceCautions } from './prices/cautions.ts';
export { costingOf, type MarketPrices, priceFaults } from './prices/costing.ts';
export { type HistoryEntry, PriceHistoryError, parsePriceHistory } from './prices/history.ts';
export { type Random, seededRandom } from './random.ts';
export * from './recorded/index.ts';
export { parseRecording, RecordingError, readRecording, recordingText, resampled } from './recording.ts';
export { cautionsOf } from './replay/cautions.ts';
export type { DecisionSink } from './replay/policy-controller.ts';
export { replayOf } from './replay/replay.ts';
export { type Outcome, scoreOf, simulate } from './replay/simulate.ts';
export { type RolloutPlan, type RolloutPrediction, type RolloutTimes, RolloutWalk } from './rollout/rollout-walk.ts';
export { demandExtent } from './scenario/demand-extent.ts';
export { type DemandSteps, demandSteps, type Recording } from './scenario/demand-steps.ts';
export { intervalFor } from './scenario/interval.ts';
export { NeededWorkers } from './scenario/needed-workers.ts';
export { GapsOfRecording } from './scenario/recording-gaps.ts';
export {
  parseScenario,
  type QueueScenario,
  type Scenario,
  type ScenarioDocument,
  ticksIn,
  workerRateOf,
} from './scenario/scenario.ts';
export { isTotal, type Measured, measuredBy, metricFaults, type Signal } from './scenario/signals.ts';
export { capacityHours, type Score, Scorer } from './score/score.ts';
