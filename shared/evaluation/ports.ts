import type { CloudWatchSource, Datapoint, Fault, PolicyDocument } from '../policy/index.ts';
import type {
  Activity,
  GroupState,
  LaunchIntent,
  LaunchOutcome,
  ListedWorker,
  Market,
  Pool,
  WarnedWorker,
} from './model.ts';

/**
 * What an evaluation needs from the world, each port as small as its use.
 * Losing a race is a result; a broken permission or a missing table is thrown.
 */

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
  /** Notes that AWS will take a worker; the revision is raised. Nothing is written for an unknown group. */
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
    'desired' | 'lastOutAt' | 'lastInAt' | 'ruleFiredAt' | 'proposals' | 'changes' | 'missing' | 'readings' | 'draining'
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

export interface Metrics {
  /** Datapoints (oldest first) of every query, by its key, between `from` and `to`; at most 500 queries a call. */
  read(queries: readonly MetricQuery[], from: number, to: number): Promise<Map<string, Datapoint[]>>;
}
export interface MetricQuery {
  readonly key: string;
  readonly source: CloudWatchSource;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}
export interface Queues {
  /**
   * Counts by queue name; a queue that does not exist, or alone cannot be read, is left out. Throws when none can be
   * read for a reason that is no queue's own.
   */
  read(names: readonly string[]): Promise<Map<string, QueueCounts>>;
}

export interface Workers {
  /** Pending and running workers by group, found by tag; any number of groups, every page read. */
  list(groups: readonly string[]): Promise<Map<string, ListedWorker[]>>;
  /** The workers of all groups of the stage, also of groups that nobody knows any more. */
  all(): Promise<ListedWorker[]>;
}

/** EC2's own checks of its instances. */
export interface StatusChecks {
  /** Ids of all running instances of the region whose status check fails. */
  impaired(): Promise<ReadonlySet<string>>;
}

/** As the load balancer sees a target: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type TargetHealth =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'unhealthy.draining'
  | 'draining'
  | 'unused'
  | 'unavailable';

/** Target groups of load balancers, in which workers stand. */
export interface Targets {
  /** Health by target group and instance id; a target group that cannot be read is left out. */
  health(targetGroups: readonly string[]): Promise<Map<string, ReadonlyMap<string, TargetHealth>>>;
  /** Workers that do not run (yet, or any more) are passed over. */
  register(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
  /** Target groups that are gone, and workers that are not registered, are passed over. */
  deregister(targetGroups: readonly string[], ids: readonly string[]): Promise<void>;
}

/** What a launch could be given at this moment, as far as it can be known beforehand; what is missing is unknown, and no bound. */
export interface LaunchRoom {
  /** Free addresses by subnet. */
  readonly addresses: ReadonlyMap<string, number>;
  /** vCPUs that the account's quotas leave, by market. */
  readonly vcpus: Readonly<Partial<Record<Market, number>>>;
  /** vCPUs of an instance, by its type. */
  readonly vcpusOf: ReadonlyMap<string, number>;
}
export interface LaunchRooms {
  /** Never throws for what cannot be read: that is unknown. */
  of(pools: readonly Pool[]): Promise<LaunchRoom>;
}

/** `repair`: below the minimum, or workers lost; `short`: less than half of what is wanted is there; `usual`: all else. */
export type Urgency = 'repair' | 'short' | 'usual';
/** The buckets in which EC2 counts an account's calls. */
export type BudgetKind = 'launched-instances' | 'terminate-calls';

/** The account's share of EC2 calls, drawn on by all groups of the stage; see shared/evaluation/call-budget.ts. */
export interface CallBudget {
  /** How many of `wanted` are granted now: all, some or 0. The most urgent may draw the bucket empty, others leave a reserve. */
  take(kind: BudgetKind, wanted: number, urgency: Urgency, now: number): Promise<number>;
  /** What was granted and not used. */
  giveBack(kind: BudgetKind, count: number): Promise<void>;
}

/** What other programs are told on the event bus. */
export interface WorkerAnnouncement {
  readonly kind: 'draining' | 'taken-back' | 'terminated' | 'launched';
  readonly group: string;
  readonly activity: string;
  readonly workers: readonly string[];
  /** When draining workers are terminated at the latest; ms since the epoch. */
  readonly until?: number;
}
export interface Announcements {
  /** Telling is best effort: it never throws, and nothing waits for who listens. */
  announce(announcement: WorkerAnnouncement): Promise<void>;
}

/** Resizes one kind of provider. */
export interface Resizer {
  /** Launches with the intent's token; every instance carries group and activity as tags from its launch. Partial is normal. */
  launch(group: string, activity: string, intent: LaunchIntent): Promise<LaunchOutcome>;
  /** Marks workers of the group as draining until `until`. Workers that are gone are passed over. */
  markDraining(group: string, ids: readonly string[], until: number): Promise<void>;
  /** Takes the draining mark, and the worker's answer to it, off again. Workers that are gone are passed over. */
  takeBack(group: string, ids: readonly string[]): Promise<void>;
  /**
   * Terminates workers of the group and returns those that are on their way out or gone; never touches another's. Looked
   * at again at this very moment: a protected one stays, and so does a busy one unless `evenBusy`, and one that EC2
   * protects from termination; they are not returned.
   */
  terminate(group: string, ids: readonly string[], evenBusy: boolean): Promise<string[]>;
}

/**
 * Policy documents as their authors put them, and what became of them. Written by on-policy-change. What changes the
 * version in force raises the state's revision, so that nothing decided before is claimed or remembered after it.
 */
export interface PolicyRecords {
  /** What became of the group's documents so far. */
  standing(group: string): Promise<PolicyStanding>;
  /** Keeps a new version and puts it in force, due at its `at`; faults are cleared. `false` when that version exists already. */
  accept(version: AcceptedVersion): Promise<boolean>;
  /** Puts a kept version in force again, due at `now`; faults are cleared. */
  reinstate(group: string, version: number, now: number): Promise<void>;
  /** Notes what is wrong with the newest document; the version in force stays. */
  refuse(group: string, faults: readonly Fault[], now: number): Promise<void>;
  /**
   * The document was deleted: no version is in force, and what the group was (its size, cooldowns, history) is
   * forgotten; a claim, victims that drain and workers just launched stay. With `drain` the version stays in force,
   * `retiring`. Either way the group is due until it is let go of. Nothing is written for an unknown group.
   */
  retire(group: string, now: number, drain?: boolean): Promise<void>;
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
  readonly newest: AcceptedVersion | null;
  /** The version in force; null when the document was deleted or never accepted. */
  readonly inForce: number | null;
  /** Faults of the newest document, as noted last. */
  readonly faults: readonly Fault[];
  /** The document was deleted, and the version in force takes the group to zero. */
  readonly retiring: boolean;
}
export interface AcceptedVersion extends PolicyItem {
  readonly group: string;
  readonly version: number;
  readonly at: number;
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

/** Body of a message between schedule and evaluation; without a trigger it is the schedule's. */
export interface EvaluationMessage {
  readonly groups: readonly string[];
  readonly trigger?: 'schedule' | 'worker-event' | 'follow-up';
}

/** The queue between schedule and evaluation. */
export interface EvaluationQueue {
  /** Queues the groups, many a message. */
  send(groups: readonly string[]): Promise<void>;
  /** Queues one group for a follow-up in so many seconds, 900 at most. */
  sendLater(group: string, seconds: number): Promise<void>;
}
