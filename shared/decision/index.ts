/** From a policy and an observation to a decision: pure. See docs/explanation/decisions.md. */
export { type Budget, budgetOf, costsOf, spendOf } from './budget/budget.ts';
export { boundsInForce, floorInForce, repairLevel } from './capacity-bounds.ts';
export { entryOf } from './combine.ts';
export { decide, latestOf, namedIn } from './decide.ts';
export type { BlockedBy, Decision, Direction, TraceEntry } from './decision.ts';
export { freshness, historySeconds, pastOf } from './history-seconds.ts';
export {
  basisOf,
  foundAt,
  isLearning,
  isLearningDue,
  learningDueAt,
  learningSeconds,
  RuleLearner,
  spreadLearningDueAt,
} from './learning/index.ts';
export { isPausedIn, pausedBy, pauseIn, sizeSetIn } from './manual.ts';
export { outcomes } from './outcome.ts';
export { servingIn } from './readings/index.ts';
export { reasons } from './reasons.ts';
export { shortPeakSeconds } from './stages/index.ts';
export { pausesIn } from './stages/manual.ts';
export { type Boots, rulesWithBoot, withBoot } from './stages/measured-boot.ts';
export { type CandidateKind, candidateKind, terminationCandidates } from './termination/candidates.ts';
export { isOccupied } from './termination/hosts.ts';
export { surplusOfWeights } from './termination/surplus.ts';
