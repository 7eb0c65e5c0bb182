import type { Decision } from '../decision/index.ts';
import type { Reason, WorkerState } from '../model/index.ts';
import type { LaunchError, LaunchedWorker } from '../providers/index.ts';

/** What set an evaluation off: a tick, an alarm, an event of a worker, a resize a moment ago, or a person. */
export type Trigger = 'schedule' | 'alarm' | 'worker-event' | 'follow-up' | 'manual';

/** What an activity adds. Written down before it is done, so that a retry repeats it to the letter. */
export interface LaunchIntent {
  readonly kind: 'launch';
  /** The kind of the provider that made the plan. */
  readonly provider: string;
  /** How the workers are launched, in the provider's own words; null when drains are canceled and nothing is launched. */
  readonly plan: unknown;
  /** Workers that the plan launches, and may be 0. */
  readonly count: number;
  /** Draining workers that stay, before anything is launched. */
  readonly cancelDrain: readonly string[];
  /** How many of them stand in for workers that ended soon after they had come: launches back off then. */
  readonly replacesLost: number;
  /** How many of them are to replace unhealthy workers, which go when these are there. */
  readonly replaces: number;
  /** Workers that are missing as well, and left to a later launch: they are not granted now. */
  readonly deferred: number;
}

/** What an activity removes. */
export interface RemovalIntent {
  readonly kind: 'remove';
  readonly provider: string;
  readonly plan: unknown;
  readonly workers: readonly string[];
  /** When the workers may be terminated, busy or not; ms since the epoch. */
  readonly drainUntil: number;
  /** The group may have them back: not those that are unhealthy, or that the provider takes anyway. */
  readonly cancelable: boolean;
  /** How many of them a launched replacement stands in for. */
  readonly replaced: number;
}
export type Intent = LaunchIntent | RemovalIntent;

export interface LaunchOutcome {
  readonly kind: 'launch';
  readonly launched: readonly LaunchedWorker[];
  /** Requested, and to come without being named here. */
  readonly ordered: number;
  readonly errors: readonly LaunchError[];
}
export interface RemovalOutcome {
  readonly kind: 'remove';
  readonly terminated: readonly string[];
  /** Workers whose drain was canceled before their end. */
  readonly canceledDrains?: number;
}
export type Outcome = LaunchOutcome | RemovalOutcome;

/** `claimed`: under way; `draining`: workers are marked and wait; the rest is final. */
export type ActivityStatus = 'claimed' | 'draining' | 'done' | 'partial' | 'failed';

/** What an evaluation saw, kept with the activity. */
export interface Seen {
  readonly desired: number;
  readonly workers: Readonly<Record<WorkerState, number>>;
  /** Latest value of every metric; null where there was no data. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** One resize from intent to outcome. Its id sorts by time. Times are ms since the epoch. */
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
  /** What else was done, beside the number that was decided. */
  readonly notes: readonly Reason[];
  readonly intent: Intent;
  readonly outcome: Outcome | null;
  readonly error: Reason | null;
  readonly settledAt: number | null;
}
