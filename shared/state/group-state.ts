import { type Spending, stopped } from '../prices/index.ts';
import { type Announced, announcedSlice } from './slices/announced.ts';
import { type Claim, claimSlice } from './slices/claim.ts';
import { type Counters, countersSlice } from './slices/counters.ts';
import { type DecisionMemory, decisionSlice } from './slices/decision.ts';
import { type Drain, drainsSlice } from './slices/drains.ts';
import { type Manual, manualSlice } from './slices/manual.ts';
import { type InterruptionNotice, noticesSlice } from './slices/notices.ts';
import { type Outbox, type OutboxChange, outboxAfter, outboxSlice } from './slices/outbox.ts';
import { type Overflow, overflowSlice, type Requested, requestedSlice } from './slices/overflow.ts';
import { type PolicyInForce, policySlice } from './slices/policy.ts';
import { type Pool, poolSlice } from './slices/pool.ts';
import { type ProviderMemory, providerSlice } from './slices/provider.ts';
import { type Rollout, rolloutSlice } from './slices/rollout.ts';
import { type Schedule, scheduleSlice } from './slices/schedule.ts';
import { spendingSlice } from './slices/spending.ts';
import { type Watch, watchSlice } from './slices/watch.ts';

/** All that is remembered of a group, in slices: one item, the only one that evaluations contend for. Times are ms since the epoch. */
export interface GroupState {
  readonly group: string;
  /** Raised by every write of an evaluation and every change of the version in force; a claim holds only against the revision that was read. */
  readonly revision: number;
  /** Evaluations in a row that failed. Not part of a slice: it is counted even if no slice can be read. */
  readonly failures: number;
  readonly policy: PolicyInForce;
  readonly decision: DecisionMemory;
  readonly claim: Claim | null;
  readonly drains: readonly Drain[];
  readonly notices: readonly InterruptionNotice[];
  readonly provider: ProviderMemory;
  readonly schedule: Schedule;
  readonly watch: Watch;
  readonly announced: Announced;
  readonly outbox: Outbox;
  readonly counters: Counters;
  readonly manual: Manual;
  readonly spending: Spending;
  readonly overflow: Overflow | null;
  readonly requested: Requested;
  readonly rollout: Rollout | null;
  readonly pool: Pool;
}

export const SLICES = {
  policy: policySlice,
  decision: decisionSlice,
  claim: claimSlice,
  drains: drainsSlice,
  notices: noticesSlice,
  provider: providerSlice,
  schedule: scheduleSlice,
  watch: watchSlice,
  announced: announcedSlice,
  outbox: outboxSlice,
  counters: countersSlice,
  manual: manualSlice,
  spending: spendingSlice,
  overflow: overflowSlice,
  requested: requestedSlice,
  rollout: rolloutSlice,
  pool: poolSlice,
} as const;
export type SliceName = keyof typeof SLICES;

/** Changes of some slices: what a write gives replaces what is there, field by field; what it leaves out stays. */
export interface StateChange {
  readonly policy?: Partial<PolicyInForce>;
  readonly decision?: Partial<DecisionMemory>;
  readonly drains?: readonly Drain[];
  readonly notices?: readonly InterruptionNotice[];
  readonly provider?: Partial<ProviderMemory>;
  readonly schedule?: Partial<Schedule>;
  readonly watch?: Partial<Watch>;
  readonly announced?: Partial<Announced>;
  /** Adds and removes entries. */
  readonly outbox?: OutboxChange;
  readonly counters?: Partial<Counters>;
  readonly spending?: Spending;
  readonly rollout?: Rollout;
  readonly pool?: Partial<Pool>;
}

/** The state of a group of which nothing has been written yet. */
export const emptyState = (group: string): GroupState => ({
  group,
  revision: 0,
  failures: 0,
  policy: policySlice.empty,
  decision: decisionSlice.empty,
  claim: claimSlice.empty,
  drains: drainsSlice.empty,
  notices: noticesSlice.empty,
  provider: providerSlice.empty,
  schedule: scheduleSlice.empty,
  watch: watchSlice.empty,
  announced: announcedSlice.empty,
  outbox: outboxSlice.empty,
  counters: countersSlice.empty,
  manual: manualSlice.empty,
  spending: spendingSlice.empty,
  overflow: overflowSlice.empty,
  requested: requestedSlice.empty,
  rollout: rolloutSlice.empty,
  pool: poolSlice.empty,
});

/** The state with a change. The revision stays. */
export const changed = (state: GroupState, change: StateChange): GroupState => ({
  ...state,
  ...('policy' in change && { policy: { ...state.policy, ...change.policy } }),
  ...('decision' in change && { decision: { ...state.decision, ...change.decision } }),
  ...(change.drains && { drains: change.drains }),
  ...(change.notices && { notices: change.notices }),
  ...('provider' in change && { provider: { ...state.provider, ...change.provider } }),
  ...('schedule' in change && { schedule: { ...state.schedule, ...change.schedule } }),
  ...('watch' in change && { watch: { ...state.watch, ...change.watch } }),
  ...('announced' in change && { announced: { ...state.announced, ...change.announced } }),
  ...(change.outbox && { outbox: outboxAfter(state.outbox, change.outbox) }),
  ...('counters' in change && { counters: { ...state.counters, ...change.counters } }),
  ...(change.spending && { spending: change.spending }),
  ...(change.rollout && { rollout: change.rollout }),
  ...('pool' in change && { pool: { ...state.pool, ...change.pool } }),
});

export const isEmptyChange = (change: StateChange): boolean =>
  Object.values(change).every(
    (slice) => slice === undefined || (!Array.isArray(slice) && Object.keys(slice).length === 0),
  );

/**
 * What is left of a group whose policy is gone: nothing that, put back some day, it would be resized to or held to.
 * Workers launched a moment ago, drains, notices, a claim and unpublished events stay until they are completed.
 */
export const forgotten = (state: GroupState): GroupState => ({
  ...emptyState(state.group),
  revision: state.revision,
  claim: state.claim,
  drains: state.drains,
  notices: state.notices,
  outbox: state.outbox,
  spending: stopped(state.spending),
  pool: { ...poolSlice.empty, members: state.pool.members },
  provider: {
    ...providerSlice.empty,
    launched: state.provider.launched,
    terminated: state.provider.terminated,
    stopped: state.provider.stopped,
  },
});
