import type { Claim, GroupState, InterruptionNotice, StateChange, StatesRead } from '../../state/index.ts';
import type { Activity } from '../model.ts';

/** Accepted policies never change, so readers may keep them for ever by (group, version). */
export interface AcceptedPolicies {
  /** What was accepted, by group; a missing version is left out. Any number of groups. */
  read(wanted: readonly { group: string; version: number }[]): Promise<Map<string, AcceptedDocument>>;
}

export interface AcceptedDocument {
  /** As its author wrote it. */
  readonly document: unknown;
  /** With every default filled in, as it was accepted; null for a version from before these were stored. */
  readonly completed: unknown;
}

export interface GroupStates {
  /** Consistent reads of any number of groups. */
  read(groups: readonly string[]): Promise<StatesRead>;
  /** Names of the groups whose `dueAt` is not after `now`, by the index. */
  due(now: number): Promise<string[]>;
  /**
   * Writes what an evaluation without a resize learned. Only the fields given change; the revision is raised.
   * Nothing is written (`false`) when the revision is no longer that of `state`, or somebody holds a live claim at `now`.
   */
  remember(state: GroupState, now: number, change: StateChange): Promise<boolean>;
  /**
   * Notes that the provider will take a worker, and that the group is due since then: the event may find another
   * evaluation at work. The revision is raised. Nothing is written for a group without a policy in force: nobody replaces
   * its workers.
   */
  notice(group: string, notice: InterruptionNotice): Promise<void>;
  /**
   * Nothing is left to complete of a group whose policy was deleted: it is no longer due. `false` as for `remember`.
   */
  finalizeDeletion(state: GroupState, now: number): Promise<boolean>;
}

export interface ClaimRequest {
  /** Status `claimed`; its holder is the claim's holder. */
  readonly activity: Activity;
  /** The state as it was read. */
  readonly state: GroupState;
  readonly now: number;
  readonly leaseUntil: number;
  /** The resize is refused when the group went out (in) after this moment; null: no cooldown applies to it. */
  readonly notSince: { readonly direction: 'out' | 'in'; readonly at: number } | null;
  /** What the claim writes into the state, in the same transaction. */
  readonly change: Pick<StateChange, 'decision' | 'drains'>;
}

export interface Takeover extends Claim {
  /** The state as it was read. */
  readonly state: GroupState;
  readonly now: number;
}

/** A lost claim brings the state that won, without a second read; null when the group has no state. */
export type ClaimResult = { readonly won: true } | { readonly won: false; readonly state: GroupState | null };

/** What settling an activity may change. */
export interface SettledChange extends Pick<StateChange, 'drains' | 'provider' | 'schedule'> {
  readonly decision?: { readonly desired: number };
}

export interface Claims {
  /** One transaction: nobody holds a live claim, the cooldown has passed, the state is the one read → claim and activity. */
  begin(request: ClaimRequest): Promise<ClaimResult>;
  /** Takes over an unfinished activity whose lease or drain has passed, on the state that was read. */
  resume(takeover: Takeover): Promise<ClaimResult>;
  /**
   * One transaction: outcome into the activity, claim released, `change` into the state.
   * `false` when the claim is no longer this holder's: somebody else completes the activity.
   */
  settle(activity: Activity, change: SettledChange): Promise<boolean>;
  /**
   * Drops an activity whose record is gone, so that nobody can complete it: the claim on it, once its lease has
   * passed, and its drain. `false` when the state is no longer the one that was read.
   */
  abandon(state: GroupState, activity: string, now: number): Promise<boolean>;
}

export interface Activities {
  /** Newest first. */
  list(group: string, limit: number): Promise<Activity[]>;
  read(group: string, id: string): Promise<Activity | null>;
}

/**
 * Capacity that the provider was short of, for all groups of the account: what one group has learned, the others need
 * not learn again. Keys are the provider's own words.
 */
export interface UnavailableOfferings {
  /** Until when each is left out; those that have expired may still be among them. */
  read(): Promise<ReadonlyMap<string, number>>;
  /** Leaves the offerings out until then. What others have noted stays. */
  note(offerings: readonly string[], until: number, now: number): Promise<void>;
}
