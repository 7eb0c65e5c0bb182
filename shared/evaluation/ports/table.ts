import type {
  Claim,
  GroupState,
  InterruptionNotice,
  Manual,
  Pool,
  Rollout,
  StateChange,
  StatesRead,
  Watch,
} from '../../state/index.ts';
import type { Activity } from '../model.ts';

/** Accepted policies never change, so you may cache them by group and version. */
export interface AcceptedPolicies {
  /** Reads the accepted documents of any number of groups. Omits missing versions. */
  read(wanted: readonly { group: string; version: number }[]): Promise<Map<string, AcceptedDocument>>;
}

export interface AcceptedDocument {
  /** As its author wrote it. */
  readonly document: unknown;
  /** With all defaults, as it was accepted; null if the version was stored without it. */
  readonly completed: unknown;
}

export interface KnownWorker {
  /** Null if an earlier version noted the worker, without its group. */
  readonly group: string | null;
}

export interface RememberOptions {
  readonly keepsRevision?: boolean;
  /** Writes only if the results of these rules have these times; null: the rule has none. A tuning leaves the revision, so it doesn't show. */
  readonly tunedAt?: Readonly<Record<string, number | null>>;
}

export interface GroupStates {
  /** Consistent reads of any number of groups. */
  read(groups: readonly string[]): Promise<StatesRead>;
  /**
   * Notes that an evaluation failed, and when the group is due again. Returns how many have failed in a row; 0 for a
   * group that is not due at any time. Also for a state that cannot be used. The revision stays.
   */
  failed(group: string, dueAt: number): Promise<number>;
  /** Notes that these instances are workers of a group of this stage. */
  noteWorkers(group: string, ids: readonly string[], now: number): Promise<void>;
  /** The worker that was noted last with this id; null if none was. */
  knownWorker(id: string): Promise<KnownWorker | null>;
  /** Notes that an evaluation succeeded after some had failed. The revision stays. */
  recovered(group: string): Promise<void>;
  /** Removes published entries of the outbox. The revision stays. */
  published(group: string, entries: readonly string[]): Promise<void>;
  /** Names of the groups that are due at `now`, from the index. `since`: when the tick before it came. */
  due(now: number, since: number): Promise<string[]>;
  /** The same with the stored `dueAt` of each, and the names of all clusters, in the same calls. */
  dueWithClusters(
    now: number,
    since: number,
  ): Promise<{ readonly groups: ReadonlyMap<string, number>; readonly clusters: readonly string[] }>;
  /**
   * Stores the results of an evaluation without a resize. Changes only the given fields, and raises the revision.
   * Writes nothing and returns `false` if the revision has changed since `state` was read, or if a claim is valid at `now`.
   * `keepsRevision`: an evaluation that has read the same state may still claim. Its claim replaces what this one has written.
   */
  remember(state: GroupState, now: number, change: StateChange, options?: RememberOptions): Promise<boolean>;
  /**
   * Records that the provider will take a worker, and makes the group due, because another evaluation may hold the claim
   * when the event arrives. Raises the revision. Writes nothing for a group without an active policy, because its workers
   * are not replaced.
   */
  notice(group: string, notice: InterruptionNotice): Promise<void>;
  /**
   * Stores what somebody has set by hand, also during a claim, and makes the group due at `now`. Raises the revision, so that
   * no evaluation that has read the earlier state can claim. Writes nothing else, and nothing at all and returns `false` if
   * the revision has changed since `state` was read.
   */
  setManual(state: GroupState, manual: Manual, now: number): Promise<boolean>;
  /** The same for a rollout that somebody begins, holds, continues or turns round. Null: as if there had been none. */
  setRollout(state: GroupState, rollout: Rollout | null, now: number): Promise<boolean>;
  /** Ends a group whose policy was deleted and that has nothing left to do. Returns `false` in the same cases as `remember`. */
  finalizeDeletion(state: GroupState, now: number): Promise<boolean>;
}

export interface ClaimRequest {
  /** Has the status `claimed`. Its holder becomes the claim's holder. */
  readonly activity: Activity;
  /** The state as it was read. */
  readonly state: GroupState;
  readonly now: number;
  readonly leaseUntil: number;
  /** The claim fails if the group changed in this direction after `at`. Null if no cooldown applies. */
  readonly notSince: { readonly direction: 'out' | 'in'; readonly at: number } | null;
  /** Changes of the state that belong to the same transaction. */
  readonly change: Pick<
    StateChange,
    'decision' | 'drains' | 'provider' | 'watch' | 'announced' | 'outbox' | 'counters' | 'spending' | 'rollout' | 'pool'
  >;
}

export interface Takeover extends Claim {
  /** The state as it was read. */
  readonly state: GroupState;
  readonly now: number;
}

/** A conflict returns the winner's state without a second read; null if the group has no state. */
export type ClaimResult = { readonly won: true } | { readonly won: false; readonly state: GroupState | null };

/** The changes of the state when an activity is settled. */
export interface SettledChange extends Pick<StateChange, 'drains' | 'provider' | 'schedule' | 'outbox' | 'counters'> {
  readonly decision?: { readonly desired: number };
  readonly watch?: Watch;
  /** As a whole: only the holder of the claim changes it. */
  readonly pool?: Pool;
}

export interface Claims {
  /**
   * Stores the claim and the activity in one transaction. It succeeds if no other claim is valid, the cooldown has passed,
   * and the state has not changed since it was read.
   */
  begin(request: ClaimRequest): Promise<ClaimResult>;
  /** Claims an unfinished activity whose lease or drain has ended, if the state has not changed since it was read. */
  resume(takeover: Takeover): Promise<ClaimResult>;
  /**
   * In one transaction, stores the outcome in the activity, releases the claim and applies `change` to the state.
   * Returns `false` if another holder has the claim. That holder completes the activity.
   */
  settle(activity: Activity, change: SettledChange): Promise<boolean>;
  /**
   * Removes the expired claim and the drain of an activity whose record is missing, because it can never be completed.
   * Returns `false` if the state has changed since it was read.
   */
  abandon(state: GroupState, activity: string, now: number): Promise<boolean>;
}

export interface Activities {
  /** Newest first; with `before`, only those that are older than the activity of this id. */
  list(group: string, limit: number, before?: string): Promise<Activity[]>;
  read(group: string, id: string): Promise<Activity | null>;
}

/**
 * Excluded capacity pools. All groups of the account share them, so that each shortage is found only once. The keys are in
 * the provider's own format.
 */
export interface UnavailableOfferings {
  /** Until when each pool is excluded. May include expired entries. */
  read(): Promise<ReadonlyMap<string, number>>;
  /** Excludes these pools until then. Keeps the other entries. */
  note(offerings: readonly string[], until: number, now: number): Promise<void>;
}
