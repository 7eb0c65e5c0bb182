import type { Reason } from '../model/index.ts';

/** A worker as its provider describes it. Times are ms since the epoch. */
export interface ManagedWorker {
  readonly id: string;
  readonly group: string;
  readonly launchedAt: number;
  /** Where it runs, so that termination can keep places even; empty where that means nothing. */
  readonly zone: string;
  /** Draining since it carries this mark; null otherwise. */
  readonly drainingUntil: number | null;
  /** False: the provider can't mark it, so it never shows that it drains. */
  readonly keepsMarks?: false;
  /** Its owner, or the provider, forbids to terminate it. */
  readonly protected: boolean;
  /** What the worker reports; null when it reports nothing. */
  readonly busy: boolean | null;
  /** What else it reports; absent where the provider keeps no such reports. */
  readonly reported?: WorkerReports;
  /** The draining worker has reported that it is done. */
  readonly drained: boolean;
  /** The activity that launched it: null when it should say so and does not, absent where the provider keeps no record of it. */
  readonly activity?: string | null;
  /** What the provider found wrong with it; null: nothing. */
  readonly unhealthy: Reason | null;
  /** In service; one that is neither that nor unhealthy is booting. */
  readonly serving: boolean;
  /** What a running worker waits for before it is in service, if its provider knows that. */
  readonly awaited?: Reason;
  /** Units of capacity that it counts as; absent: 1. */
  readonly weight?: number;
  /** Set if `launchedAt` may be the time of a later start: the latest time at which it was launched, or null if unknown. */
  readonly firstLaunchedAt?: number | null;
  readonly details: WorkerDetails;
  /** The worker of another group, such as an instance, on which it runs; absent where that means nothing or is not known. */
  readonly host?: string;
  /** How many workers of which other groups run on it; absent where nobody looked. */
  readonly runs?: Readonly<Record<string, number>>;
}

/** A member of a warm pool: no worker until it is started. */
export interface PoolWorker extends ManagedWorker {
  /** `up`: it boots or runs; `going`: it is on the way to its rest; `parked`: it rests, and can be started. */
  readonly rest: 'up' | 'going' | 'parked';
}

/** What else people want to know of a worker, in the provider's words. A provider may add others. */
export interface WorkerDetails {
  readonly instanceType?: string | undefined;
  /** How it is paid for. */
  readonly market?: string | undefined;
  /** Its state, as its provider names it. */
  readonly state?: string | undefined;
  readonly subnet?: string | undefined;
  /** The version of what it was launched from, such as a launch template. */
  readonly version?: string | undefined;
  readonly [name: string]: string | undefined;
}

export interface WorkerReports {
  /** It can take work. */
  readonly ready: boolean;
  /** It asks to be drained, and not to be counted as capacity any more. */
  readonly retire: boolean;
  /** When it last reported that it is alive; null: never, or unreadably. */
  readonly aliveAt: number | null;
  /** The time at which it last reported that it is alive cannot be read, so nobody knows how long it has been silent. */
  readonly isAliveUnreadable: boolean;
  /** Reports that cannot be read. They change nothing. */
  readonly unreadable: readonly Reason[];
}

/** A worker that is not capacity any more, whatever is done about it. */
export interface EndedWorker {
  readonly id: string;
  readonly group: string;
  /** Why it ended or stopped, in the provider's words; null if the provider does not say. */
  readonly reason: Reason | null;
  /** It is stopping or stopped: it still costs something, and somebody may start it again. */
  readonly isStopped: boolean;
  /** The provider reports a failure, not a shutdown that a person or the worker itself asked for. */
  readonly isFailure: boolean;
  /** Somebody or the provider took it: its end says nothing of what it was launched from. */
  readonly isTaken?: boolean;
  /** It reported work before it ended. */
  readonly hasServed: boolean;
  /** As of a worker that runs. */
  readonly protected: boolean;
  /** As `WorkerDetails.instanceType`; absent where that is not known. */
  readonly instanceType?: string | undefined;
  /** As of a worker that runs. */
  readonly weight?: number;
}

/** A worker that was launched a moment ago and is not described yet. */
export interface LaunchingWorker {
  readonly id: string;
  /** The provider's word for what was launched. */
  readonly capacityType?: string | undefined;
  /** Where it was launched, as `LaunchedWorker.place`. */
  readonly place?: string | undefined;
  /** Units of capacity that it counts as; absent: 1. */
  readonly weight?: number | undefined;
}

/** A worker of this stage by its id, as it is now. */
export interface FoundWorker {
  readonly group: string;
  /** It runs, or is about to. */
  readonly alive: boolean;
  readonly draining: boolean;
  /** It is a member of a warm pool. */
  readonly isMember?: boolean;
  /** When it was started from a warm pool; ms since the epoch. Absent for others. */
  readonly startedAt?: number;
}
