/** The state of a group, in slices, and what a decision does to it. Pure. */

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
export { readSlice } from './read-slice.ts';
export { reasons } from './reasons.ts';
export type { Slice } from './slice.ts';
export type { Announced } from './slices/announced.ts';
export type { Claim } from './slices/claim.ts';
export { type Counters, counted, DURATION_BOUNDS, type Durations, withDurations } from './slices/counters.ts';
export type { CapacityChange, DecisionMemory, Proposal } from './slices/decision.ts';
export type { Drain } from './slices/drains.ts';
export {
  type Manual,
  manualAt,
  nextEndOf,
  observedManual,
  type Pause,
  type SetSize,
  withoutDirections,
} from './slices/manual.ts';
export { type InterruptionNotice, noticesSlice } from './slices/notices.ts';
export type {
  Outbox,
  OutboxChange,
  OutboxEntry,
  OutboxNews,
  OutboxStep,
} from './slices/outbox.ts';
export { type Overflow, observedOverflow, type Requested } from './slices/overflow.ts';
export type { PolicyInForce } from './slices/policy.ts';
export { type Pool, type PoolMember, poolSlice } from './slices/pool.ts';
export type {
  LaunchBackoff,
  LaunchedWorker,
  ProviderMemory,
  StoppedWorker,
} from './slices/provider.ts';
export {
  type LaunchToReady,
  launchToReady,
  type ReadyTimes,
  type ReadyWorker,
  type Start,
  withReadyTimes,
} from './slices/ready-times.ts';
export type { Rollout } from './slices/rollout.ts';
export type { Schedule } from './slices/schedule.ts';
export { WATCHED, type Watch, type WatchEntry, type WatchedCondition } from './slices/watch.ts';
export { newerVersion, noNumber, StateError } from './state-error.ts';
export { StatesRead } from './states-read.ts';
export { proposalPoints, withChange, withProposal } from './transition/proposals.ts';
export { changesOf, historyOf, scaledInBesides, stateAfter } from './transition/transition.ts';
