/** The state of a group, in slices, and what a decision does to it. Pure. */
export type { Announced } from './announced.ts';
export type { Claim } from './claim.ts';
export { type Counters, counted, DURATION_BOUNDS, type Durations, withDurations } from './counters.ts';
export type { CapacityChange, DecisionMemory, Proposal } from './decision.ts';
export type { Drain } from './drains.ts';
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
  nextEndOf,
  observedManual,
  type Pause,
  type SetSize,
  withoutDirections,
} from './manual.ts';
export { type InterruptionNotice, noticesSlice } from './notices.ts';
export type {
  Outbox,
  OutboxChange,
  OutboxEntry,
  OutboxNews,
  OutboxStep,
} from './outbox.ts';
export { type Overflow, observedOverflow, type Requested } from './overflow.ts';
export type { PolicyInForce } from './policy.ts';
export { type Pool, type PoolMember, poolSlice } from './pool.ts';
export { proposalPoints, withChange, withProposal } from './proposals.ts';
export type {
  LaunchBackoff,
  LaunchedWorker,
  ProviderMemory,
  StoppedWorker,
} from './provider.ts';
export { readSlice } from './read-slice.ts';
export {
  type LaunchToReady,
  launchToReady,
  type ReadyTimes,
  type ReadyWorker,
  type Start,
  withReadyTimes,
} from './ready-times.ts';
export { reasons } from './reasons.ts';
export type { Rollout } from './rollout.ts';
export type { Schedule } from './schedule.ts';
export type { Slice } from './slice.ts';
export { newerVersion, noNumber, StateError } from './state-error.ts';
export { StatesRead } from './states-read.ts';
export { changesOf, historyOf, scaledInBesides, stateAfter } from './transition.ts';
export { WATCHED, type Watch, type WatchEntry, type WatchedCondition } from './watch.ts';
