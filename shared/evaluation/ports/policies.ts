import type { CompletedPolicy, PolicyDocument, ValidationError } from '../../policy/index.ts';
import type { CloudWatchSource } from '../../sources/index.ts';

/**
 * Policy documents as their authors put them, and what became of them. Written by on-policy-change. What changes the
 * version in force raises the state's revision, so that nothing decided before is claimed or remembered after it.
 */
export interface PolicyRecords {
  /** What became of the group's documents so far. */
  standing(group: string): Promise<PolicyStanding>;
  /** Keeps a new version and puts it in force, due at its `at`; errors are cleared. `false` when that version exists already, or a newer one is in force. */
  accept(version: AcceptedVersion): Promise<boolean>;
  /** Puts a kept version in force again, due at `now`; errors are cleared. */
  reinstate(group: string, version: number, now: number): Promise<void>;
  /** Notes what is wrong with the newest document; the version in force stays. */
  refuse(group: string, errors: readonly ValidationError[]): Promise<void>;
  /**
   * The document was deleted: no version is in force, and what the group was (its size, cooldowns, history) is
   * forgotten; a claim, drains and workers just launched stay. With `drain` the version stays in force until the group is
   * empty. Either way the group is due until its deletion is finalized. Nothing is written for an unknown group.
   */
  policyDeleted(group: string, now: number, drain?: boolean): Promise<void>;
  /** Writes a document as its author would: the public interface. */
  put(document: PolicyDocument, change: { by?: string; because?: string }): Promise<void>;
  /** The group's item as it stands, its document without keys and extras; null when there is none. */
  item(group: string): Promise<PolicyItem | null>;
  /** Names of all groups with a document. For people's lists, not for ticks. */
  groups(): Promise<string[]>;
}

export interface PolicyItem {
  /** As its author wrote it; `group` is taken from the key when it is missing. */
  readonly document: unknown;
  readonly by: string | null;
  readonly because: string | null;
}

export interface PolicyStanding {
  /** The newest accepted version; null when there is none. */
  readonly newest: StoredVersion | null;
  /** The version in force; null when the document was deleted or never accepted. */
  readonly inForce: number | null;
  /** What is wrong with the newest document, as noted last. */
  readonly errors: readonly ValidationError[];
  /** The document was deleted, and the version in force takes the group to zero. */
  readonly deleting: boolean;
}

export interface AcceptedVersion extends PolicyItem {
  readonly group: string;
  readonly version: number;
  readonly at: number;
  /** What the document means, every default filled in; absent in versions from before these were kept. */
  readonly completed?: CompletedPolicy;
}

/** An accepted version as it was read: `completed` may be of another version of Headcount. */
export interface StoredVersion extends Omit<AcceptedVersion, 'completed'> {
  readonly completed?: unknown;
}

/** A bound of a rule, watched by CloudWatch so that a quiet group is woken the moment it is passed. */
export interface BoundAlarm {
  readonly group: string;
  readonly rule: string;
  readonly side: 'high' | 'low';
  readonly source: CloudWatchSource;
  /** Seconds the bound must be passed. */
  readonly for: number;
  readonly bound: number;
  /** Whether a value at the bound has passed it already; not, when left out. */
  readonly inclusive?: boolean;
}

export interface Alarms {
  /**
   * Makes the group's alarms exactly these: creates, changes and deletes. Returns how many calls changed something.
   * Throws `AlarmRefused` for an alarm that can never be put as it is: what the document says of its metric is wrong.
   */
  keep(group: string, alarms: readonly BoundAlarm[]): Promise<{ put: number; deleted: number }>;
}

/** An alarm that CloudWatch refuses for what it says; the message tells why. */
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
