import type { LaunchIntent, LaunchOutcome, Market, Pool } from '../model.ts';

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

/** The account's share of EC2 calls, drawn on by all groups of the stage; see shared/evaluation/capacity/call-budget.ts. */
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
