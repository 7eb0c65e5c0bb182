import type { Decision } from '../decision/index.ts';
import { liveOf, type Reason, unitsOf, type WorkerState } from '../model/index.ts';
import type { LaunchError, LaunchedWorker, WarmPool } from '../providers/index.ts';

/**
 * The cause of an evaluation: the schedule, the policy's own interval, an alarm, a push, an event of a worker, a recent
 * resize, or an operator.
 */
export type Trigger = 'schedule' | 'interval' | 'alarm' | 'push' | 'worker-event' | 'follow-up' | 'manual';

/** The workers that an activity adds. It is stored before the launch, so that a retry repeats the same launch. */
export interface LaunchIntent {
  readonly kind: 'launch';
  /** The kind of the provider that made the plan. */
  readonly provider: string;
  /** The launch in the provider's own format; null if drains are canceled and nothing is launched. */
  readonly plan: unknown;
  /** Units of capacity that the plan launches: workers, unless they have weights. May be 0. */
  readonly count: number;
  /** Workers have weights: amounts are units of capacity. */
  readonly inUnits?: true;
  /** Workers whose drain is canceled before the launch. */
  readonly cancelDrain: readonly string[];
  /** How many of the launched workers replace workers that ended before they were ready. */
  readonly replacesLost: number;
  /** How many of these units replace unhealthy workers. The unhealthy ones are removed afterwards. */
  readonly replaces: number;
  /** How many workers these replace for their health, as opposed to an interruption. */
  readonly replacesForHealth?: number;
  /** They only replace substitutes, so that the group can do without them. */
  readonly restores?: boolean;
  /** Workers that run are to be replaced by them, by a rollout or because of their age: the group can do without them. */
  readonly renews?: true;
  /** Recognizes the version, if a rollout says which one is launched. */
  readonly spec?: string;
  /** Missing units that were not granted now. A later activity launches them. */
  readonly deferred: number;
}

/** The workers that an activity removes. */
export interface RemovalIntent {
  readonly kind: 'remove';
  readonly provider: string;
  readonly plan: unknown;
  readonly workers: readonly string[];
  /** When the drain ends; ms since the epoch. */
  readonly drainUntil: number;
  /** Whether workers that report that they are busy drain beyond that. Absent in activities of earlier versions: they do not. */
  readonly waitForBusy?: boolean;
  /** Whether the drain can be canceled. It cannot if all workers are unhealthy or will be interrupted. */
  readonly cancelable: boolean;
  /** How much of their capacity has a launched replacement, in units. */
  readonly replaced: number;
  /**
   * They are renewed, by a rollout or because of their age, or the provider takes them, and the desired capacity stays.
   * How much of their capacity is launched afterwards, in units.
   */
  readonly renews?: number;
  /** These workers return to the warm pool, while it has fewer than `most` members. */
  readonly returns?: {
    readonly workers: readonly string[];
    readonly most: number;
    readonly state: WarmPool['state'];
  };
}

/** What an activity does for the warm pool. Members are no workers, so it changes no capacity. */
export interface PoolIntent {
  readonly kind: 'pool';
  readonly provider: string;
  /** The launch of new members in the provider's own format; null: none. */
  readonly plan: unknown;
  /** How many members the plan launches. */
  readonly count: number;
  /** Members that are prepared, and are parked. */
  readonly park: readonly string[];
  /** What parked members are. */
  readonly state: WarmPool['state'];
  /** Members that are terminated. */
  readonly drop: readonly string[];
}
export type Intent = LaunchIntent | RemovalIntent | PoolIntent;

export interface LaunchOutcome {
  readonly kind: 'launch';
  readonly launched: readonly LaunchedWorker[];
  /** Number of workers that were ordered and whose ids are not known yet. */
  readonly ordered: number;
  readonly errors: readonly LaunchError[];
}
export interface RemovalOutcome {
  readonly kind: 'remove';
  readonly terminated: readonly string[];
  /** Workers whose drain was canceled before their end. */
  readonly canceledDrains?: number;
  /** Workers that returned to the warm pool instead. */
  readonly returned?: readonly string[];
}
export interface PoolOutcome {
  readonly kind: 'pool';
  readonly launched: readonly LaunchedWorker[];
  readonly parked: readonly string[];
  readonly dropped: readonly string[];
  readonly errors: readonly LaunchError[];
}
export type Outcome = LaunchOutcome | RemovalOutcome | PoolOutcome;

/** How many workers an activity has launched or ordered so far. */
export const launchedBy = (outcome: Outcome | null | undefined): number =>
  outcome?.kind === 'launch' ? outcome.launched.length + outcome.ordered : 0;

/** How many of them were members of the warm pool. */
export const startedFrom = ({ launched }: Pick<LaunchOutcome, 'launched'>): number =>
  launched.filter(({ warm }) => warm).length;

/** The units of capacity that an activity has launched or ordered so far. */
export const unitsBy = (outcome: Outcome | null | undefined): number =>
  outcome?.kind === 'launch' ? unitsOf(outcome.launched) + outcome.ordered : 0;

/** How many workers an activity has terminated so far. */
export const terminatedBy = (outcome: Outcome | null | undefined): number =>
  outcome?.kind === 'remove' ? outcome.terminated.length : 0;

/** `claimed`: in progress; `draining`: waits until its workers have drained; the others are final. */
export type ActivityStatus = 'claimed' | 'draining' | 'done' | 'partial' | 'failed';

/** A summary of the observation, stored with the activity. */
export interface Seen {
  readonly desired: number;
  readonly workers: Readonly<Record<WorkerState, number>>;
  /** The units of capacity that they are; absent: each is one. */
  readonly units?: Readonly<Record<WorkerState, number>>;
  /** The latest value of every metric; null without data. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** The units of capacity by state. */
export const unitsSeen = ({ workers, units = workers }: Pick<Seen, 'workers' | 'units'>): Seen['workers'] => units;

/** The units of capacity that are there or come. */
export const liveUnits = (seen: Pick<Seen, 'workers' | 'units'>): number => liveOf(unitsSeen(seen));

/** Whether less healthy capacity is there or comes than is desired. */
export const isShortOf = (desired: number, seen: Pick<Seen, 'workers' | 'units'>): boolean =>
  liveUnits(seen) - unitsSeen(seen).unhealthy < desired;

/** One resize, from its intent to its outcome. Its id sorts by time. Times are ms since the epoch. */
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
  /** What the activity does beyond the decision, such as replacements. */
  readonly notes: readonly Reason[];
  readonly intent: Intent;
  readonly outcome: Outcome | null;
  readonly error: Reason | null;
  readonly settledAt: number | null;
}
