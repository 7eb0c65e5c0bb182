/** The state of a group, in slices, and what a decision does to it. Pure. */
export { type Announced, announcedSlice } from './announced.ts';
export { type Claim, claimSlice } from './claim.ts';
export { type Counters, counted, countersSlice, DURATION_BOUNDS, type Durations, withDurations } from './counters.ts';
export { type CapacityChange, type DecisionMemory, decisionSlice, type Proposal } from './decision.ts';
export { type Drain, drainsSlice } from './drains.ts';
export {
  changed,
  emptyState,
  forgotten,
  type GroupState,
  isEmptyChange,
  SLICES,
  type SliceName,
  type StateChange,
} from './group-state.ts';
export {
  type Manual,
  manualAt,
  manualSlice,
  nextEndOf,
  observedManual,
  type Pause,
  type SetSize,
  withoutDirections,
} from './manual.ts';
export { type InterruptionNotice, noticesSlice } from './notices.ts';
export {
  type Outbox,
  type OutboxChange,
  type OutboxEntry,
  type OutboxNews,
  type OutboxStep,
  outboxSlice,
} from './outbox.ts';
export { type Overflow, observedOverflow, overflowSlice, type Requested, requestedSlice } from './overflow.ts';
export { type PolicyInForce, policySlice } from './policy.ts';
export { type Pool, type PoolMember, poolSlice } from './pool.ts';
export { proposalPoints, withChange, withProposal } from './proposals.ts';
export {
  type LaunchBackoff,
  type LaunchedWorker,
  type ProviderMemory,
  providerSlice,
  type StoppedWorker,
} from './provider.ts';
export { readSlice } from './read-slice.ts';
export { remembered } from './readings.ts';
export {
  type LaunchToReady,
  launchToReady,
  type ReadyTimes,
  type ReadyWorker,
  type Start,
  withReadyTimes,
} from './ready-times.ts';
export { reasons } from './reasons.ts';
export { type Rollout, rolloutSlice } from './rollout.ts';
export { type Schedule, scheduleSlice } from './schedule.ts';
export type { Slice } from './slice.ts';
export { newerVersion, noNumber, StateError } from './state-error.ts';
export { StatesRead } from './states-read.ts';
export { changesOf, historyOf, scaledInBesides, stateAfter } from './transition.ts';
export { WATCHED, type Watch, type WatchEntry, type WatchedCondition, watchSlice } from './watch.ts';
