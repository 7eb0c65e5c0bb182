/** From a policy and an observation to a decision: pure. See docs/explanation/decisions.md. */
export { decide } from './decide.ts';
export type { BlockedBy, Decision, Direction, TraceEntry } from './decision.ts';
export { freshness, historySeconds, pastOf } from './history-seconds.ts';
export { outcomes } from './outcome.ts';
export { reasons } from './reasons.ts';
export { chooseVictims } from './retire.ts';
export { type Bounds, boundsInForce } from './rules/index.ts';
export {
  bootOf,
  foundAt,
  isTuned,
  isTuningDue,
  type TunedRule,
  Tuner,
  tuningDueAt,
  tuningSeconds,
} from './tuning/index.ts';
