import type { Actor } from '../../model/index.ts';
import type { CompletedPolicy, PolicyDocument, ValidationError } from '../../policy/index.ts';
import type { CloudWatchSource } from '../../sources/index.ts';
import type { Outbox } from '../../state/index.ts';

/**
 * Policy documents and their accepted versions, written by on-policy-change. A change of the active version raises the
 * revision of the state, so that earlier decisions can no longer be claimed or stored. `news` is added to the outbox in the
 * same write.
 */
export interface PolicyRecords {
  /** The versions and errors of a group. */
  status(group: string): Promise<PolicyStatus>;
  /**
   * Stores a new version, makes it the active one, due at its `at`, and clears the errors. Returns `false` if that version
   * already exists or a newer one is active.
   */
  accept(version: AcceptedVersion, news?: Outbox): Promise<boolean>;
  /** Makes a stored version the active one again, due at `now`, and clears the errors. */
  reinstate(group: string, version: number, now: number, news?: Outbox): Promise<void>;
  /** Stores the errors of the newest document. The active version stays the same. With `news`, it raises the revision. */
  refuse(group: string, errors: readonly ValidationError[], news?: Outbox): Promise<void>;
  /**
   * Records that the document was deleted. Without `drain`, no version is active. With `drain`, the version stays active
   * until the group is empty. The group's size, cooldowns and history are cleared; its claim, drains and recent launches
   * stay. The group is due until its deletion is finalized. Does nothing for an unknown group.
   */
  policyDeleted(group: string, now: number, drain?: boolean): Promise<void>;
  /**
   * Writes a document, as its author does through the public interface. With `seen`, it writes only if the item has not
   * changed since it was read (null: if there was none), and returns `false` otherwise.
   */
  put(document: PolicyDocument, change: PolicyChangeMade, seen?: PolicyItem | null): Promise<boolean>;
  /** Deletes the group's item, if it has not changed since it was read. Returns `false` otherwise. */
  remove(group: string, seen: PolicyItem): Promise<boolean>;
  /** The group's current item; null if there is none. Its document has no keys or other attributes of the item. */
  item(group: string): Promise<PolicyItem | null>;
  /** Names of all groups with a document. It scans, so use it for lists on the command line and not in evaluations. */
  groups(): Promise<string[]>;
  /** The group that is noted as the one that resizes a target; null if none is. It may have another target by now. */
  targetOwner(target: Target): Promise<string | null>;
  /**
   * Notes the group as the one that resizes a target, unless another one is noted than `instead`. Returns the group that
   * is noted then.
   */
  claimTarget(target: Target, group: string, instead: string | null): Promise<string>;
}

/** A service, a fleet or an Auto Scaling group that only one policy may resize. */
export interface Target {
  /** Of the provider. */
  readonly kind: string;
  readonly target: string;
}

export interface PolicyItem {
  /** As its author wrote it. If `group` is missing, it comes from the key. */
  readonly document: unknown;
  /** As written. An edit by another tool may keep what an earlier author wrote: see `changeAuthor`. */
  readonly by: string | null;
  readonly because: string | null;
  readonly through?: string;
  readonly id?: string;
  /** The version whose document it has, if somebody rolled back. */
  readonly rolledBackTo?: number;
}

/** Who writes a policy, and the version to which it goes back, if it does. */
export type PolicyChangeMade = Partial<Actor> & Pick<PolicyItem, 'rolledBackTo'>;

/** Who changed a policy, for its events. */
export type Author = Pick<PolicyItem, 'by' | 'because' | 'rolledBackTo'>;

/** The accepted versions of policies. */
export interface PolicyVersions {
  /** Newest first; with `before`, only those that are older than that version. */
  list(group: string, limit: number, before?: number): Promise<StoredVersion[]>;
  /** Null if there is no such version. */
  read(group: string, version: number): Promise<StoredVersion | null>;
}

export interface PolicyStatus {
  /** The newest accepted version; null if there is none. */
  readonly newest: StoredVersion | null;
  /** The active version; null if the document was deleted or never accepted. */
  readonly inForce: number | null;
  /** The errors of the newest document. */
  readonly errors: readonly ValidationError[];
  /** Whether the document was deleted and the group drains to zero. */
  readonly deleting: boolean;
}

export interface AcceptedVersion {
  readonly group: string;
  readonly document: unknown;
  /** Null if that is unknown. */
  readonly by: string | null;
  readonly because: string | null;
  /** Absent in versions that were stored without it. */
  readonly through?: Actor['through'];
  /** Recognizes the author in later changes, see `changeMark`. */
  readonly mark?: string;
  readonly version: number;
  readonly at: number;
  /** The document with all defaults; absent in versions that were stored without it. */
  readonly completed?: CompletedPolicy;
}

/** An accepted version as it was read. `completed` may come from another version of Headcount. */
export interface StoredVersion extends Omit<AcceptedVersion, 'completed'> {
  readonly completed?: unknown;
}

/** A bound of a rule. CloudWatch watches it, so that a steady group is evaluated as soon as a metric passes it. */
export interface BoundAlarm {
  readonly group: string;
  readonly rule: string;
  readonly side: 'high' | 'low';
  readonly source: CloudWatchSource;
  /** How long the metric must be beyond the bound, in seconds. */
  readonly for: number;
  readonly bound: number;
  /** Whether a value equal to the bound counts as beyond it; `false` by default. */
  readonly inclusive?: boolean;
}

export interface Alarms {
  /**
   * Creates, changes and deletes alarms so that the group has exactly these. Returns the number of changes.
   * Throws `AlarmRefused` if CloudWatch rejects an alarm because the document defines its metric incorrectly.
   */
  keep(group: string, alarms: readonly BoundAlarm[]): Promise<{ put: number; deleted: number }>;
}

/** CloudWatch rejected an alarm because of its content. The message has the reason. */
export class AlarmRefused extends Error {
  readonly group: string;
  readonly rule: string;

  constructor({ group, rule }: Pick<BoundAlarm, 'group' | 'rule'>, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AlarmRefused';
    this.group = group;
    this.rule = rule;
  }
}
