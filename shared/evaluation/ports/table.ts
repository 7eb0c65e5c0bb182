import type { Activity, GroupState, WarnedWorker } from '../model.ts';

/** Accepted policy documents never change, so readers may keep them for ever by (group, version). */
export interface AcceptedPolicies {
  /** The documents asked for, by group; a missing one is left out. Any number of groups. */
  read(wanted: readonly { group: string; version: number }[]): Promise<Map<string, unknown>>;
}

export interface GroupStates {
  /** States by group; a group without one is left out. Consistent reads, any number of groups. */
  read(groups: readonly string[]): Promise<Map<string, GroupState>>;
  /** Names of the groups whose `dueAt` is not after `now`, by the index. */
  due(now: number): Promise<string[]>;
  /**
   * Writes what an evaluation without a resize learned. Only the fields given change; the revision is raised.
   * Nothing is written (`false`) when the revision is no longer `seen` or somebody holds a live claim at `now`.
   */
  remember(group: string, seen: number, now: number, learned: Learned): Promise<boolean>;
  /**
   * Notes that AWS will take a worker, and that the group is due since then: whoever is told may find somebody else at it.
   * The revision is raised. Nothing is written for a group without a policy in force: nobody replaces its workers.
   */
  warn(group: string, worker: WarnedWorker): Promise<void>;
  /**
   * Nothing is left to finish of a group whose policy was deleted: it is no longer due. `false` as for `remember`.
   */
  letGo(group: string, seen: number, now: number): Promise<boolean>;
}

export type Learned = ClaimedState &
  Partial<Pick<GroupState, 'dueAt' | 'launched' | 'breaker' | 'warned' | 'replacing'>>;

/** What a claim writes into the state in the same transaction that writes the activity. */
export type ClaimedState = Partial<
  Pick<
    GroupState,
    | 'desired'
    | 'lastOutAt'
    | 'lastInAt'
    | 'ruleFiredAt'
    | 'proposals'
    | 'changes'
    | 'missing'
    | 'tuned'
    | 'readings'
    | 'draining'
  >
>;

export interface ClaimRequest {
  /** Status `claimed`; its holder is the claim's holder. */
  readonly activity: Activity;
  /** Revision of the state that was read. */
  readonly seen: number;
  readonly now: number;
  readonly leaseUntil: number;
  /** The resize is refused when the group went out (in) after this moment; null: no cooldown applies to it. */
  readonly notSince: { readonly direction: 'out' | 'in'; readonly at: number } | null;
  readonly state: ClaimedState;
}

/** A lost claim brings the state that won, without a second read; null when the group has no state. */
export type ClaimResult = { readonly won: true } | { readonly won: false; readonly state: GroupState | null };

export interface Claims {
  /** One transaction: nobody holds a live claim, the cooldown has passed, the state is the one read → claim and activity. */
  begin(request: ClaimRequest): Promise<ClaimResult>;
  /** Takes over an unfinished activity whose lease or drain has passed, on the state that was read. */
  resume(request: {
    group: string;
    activity: string;
    holder: string;
    seen: number;
    now: number;
    leaseUntil: number;
  }): Promise<ClaimResult>;
  /**
   * One transaction: outcome into the activity, claim released, `state` into the state.
   * `false` when the claim is no longer this holder's: somebody else finishes the activity.
   */
  settle(activity: Activity, state: SettledState): Promise<boolean>;
  /**
   * Lets go of an activity whose record is gone, so that nobody can finish it: the claim on it, once its lease has
   * passed, and its draining victims. `false` when the state is no longer the one that was read.
   */
  abandon(state: GroupState, activity: string, now: number): Promise<boolean>;
}

export type SettledState = Partial<
  Pick<
    GroupState,
    'desired' | 'draining' | 'replacing' | 'launched' | 'unavailable' | 'unfulfilled' | 'breaker' | 'spared' | 'dueAt'
  >
>;

export interface Activities {
  /** Newest first. */
  list(group: string, limit: number): Promise<Activity[]>;
  read(group: string, id: string): Promise<Activity | null>;
}
