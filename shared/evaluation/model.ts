import type { Decision } from '../decision/index.ts';

/** What set an evaluation off: a tick, an alarm, an event of a worker, a resize a moment ago, or a person. */
export type Trigger = 'schedule' | 'alarm' | 'worker-event' | 'follow-up' | 'manual';

export type Market = 'on-demand' | 'spot';
export interface Pool {
  readonly instanceType: string;
  readonly subnet: string;
}
export const poolKey = (pool: Pool, market: Market): string => `${pool.instanceType}/${pool.subnet}/${market}`;

/** Exactly what a launch asks for. Written down before it is done, so that a retry repeats it to the letter. */
export interface LaunchIntent {
  readonly kind: 'launch';
  /** Draining workers to take back before anything is launched; `onDemand` and `spot` come on top and may both be 0. */
  readonly takeBack: readonly string[];
  /** How many of them stand in for workers that ended soon after they had come: launches back off then. */
  readonly vanished: number;
  /** How many of them are to replace ill workers, which go when these are there. */
  readonly replaces: number;
  /** Workers that are missing as well, and left to a later launch: there is no room or no budget for them now. */
  readonly deferred: number;
  /** Idempotency token of the call; a new attempt with other parameters is a new activity with a new token. */
  readonly token: string;
  readonly onDemand: number;
  readonly spot: number;
  readonly launchTemplate: { readonly name?: string; readonly id?: string; readonly version: string };
  readonly pools: readonly Pool[];
}
export interface RetireIntent {
  readonly kind: 'retire';
  readonly victims: readonly string[];
  /** When the victims may be terminated, busy or not. */
  readonly drainUntil: number;
  /** Victims that are ill, or that AWS takes anyway, are not taken back. */
  readonly healthy: boolean;
  /** How many of them a launched replacement stands in for. */
  readonly replaced: number;
  readonly targetGroups: readonly string[];
}
export type Intent = LaunchIntent | RetireIntent;

export interface LaunchedInstance {
  readonly id: string;
  readonly instanceType: string;
  readonly market: Market;
}
/** A pool's answer when it gave nothing. `pools` are the keys it concerns. */
export interface LaunchError {
  readonly code: string;
  readonly message: string;
  readonly pools: readonly string[];
  /** Capacity is short for now, as opposed to a request that can never succeed. */
  readonly capacity: boolean;
}
export interface LaunchOutcome {
  readonly kind: 'launch';
  readonly launched: readonly LaunchedInstance[];
  readonly errors: readonly LaunchError[];
}
export interface RetireOutcome {
  readonly kind: 'retire';
  readonly terminated: readonly string[];
  /** Victims that the group had back before their end. */
  readonly takenBack?: number;
}
export type Outcome = LaunchOutcome | RetireOutcome;

/** `claimed`: under way; `draining`: victims are tagged and wait; the rest is final. */
export type ActivityStatus = 'claimed' | 'draining' | 'done' | 'partial' | 'failed';

/** What an evaluation saw, kept with the activity. */
export interface Seen {
  readonly desired: number;
  readonly workers: Readonly<Record<'pending' | 'warming' | 'ready' | 'draining' | 'unhealthy', number>>;
  /** Latest value of every metric; null where there was no data. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** One resize from intent to outcome. Its id sorts by time. */
export interface Activity {
  readonly id: string;
  readonly group: string;
  readonly trigger: Trigger;
  readonly status: ActivityStatus;
  readonly holder: string;
  readonly startedAt: number;
  readonly version: number;
  readonly seen: Seen;
  readonly decision: Decision;
  readonly intent: Intent;
  readonly outcome: Outcome | null;
  readonly error: string | null;
  readonly settledAt: number | null;
}

/** A worker as EC2 lists it. */
export interface ListedWorker {
  readonly id: string;
  readonly group: string;
  readonly state: 'pending' | 'running';
  readonly launchedAt: number;
  readonly instanceType: string;
  readonly market: Market;
  readonly zone: string;
  /** Draining since it carries this mark; null otherwise. */
  readonly drainingUntil: number | null;
  readonly protected: boolean;
  /** As the worker says of itself by its tag; null when it says nothing. */
  readonly busy: boolean | null;
  /** The draining worker has said that it is done. */
  readonly drained: boolean;
  /** The activity that launched it; null when the tag is missing. */
  readonly activity: string | null;
}
