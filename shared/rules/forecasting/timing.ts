/** The times that matter for a group. A step is the time between two readings of its demand. */
export interface Timing {
  /** Seconds. */
  readonly step: number;
  /** Seconds from a launch until the worker serves, and from the start of its drain until it is no longer billed. */
  readonly boot: number;
  readonly drain: number;
  /** Seconds from the end of the newest reading until it is seen. */
  readonly delay: number;
  /** Workers that come earlier; absent without a warm pool. */
  readonly pool?: PoolTiming | undefined;
}

export interface PoolTiming {
  /** So many workers serve `start` seconds after they are asked for, and those beyond after `boot`. */
  readonly size: number;
  readonly start: number;
  /** Seconds until a member that was started has come back, or another one is prepared. */
  readonly back: number;
}

export const stepsIn = (seconds: number, { step }: Timing): number => Math.max(1, Math.round(seconds / step));

export const bootSteps = ({ boot, step }: Timing): number => Math.ceil(boot / step);

/** Steps until the first workers serve that are asked for now. */
export const startSteps = (timing: Timing): number => Math.ceil((timing.pool?.start ?? timing.boot) / timing.step);

/**
 * A part of a step that doesn't count. The schedule evaluates a group some seconds after its metrics have come, and the
 * strategies would otherwise expect to know demand a whole step later than they do.
 */
const UNCOUNTED_PART = 0.25;

/** Steps that passed unseen since the newest reading, rounded up. */
export const unseenSteps = ({ delay, step }: Timing): number => Math.max(0, Math.ceil(delay / step - UNCOUNTED_PART));

/** From the newest reading to the first that a worker launched now can serve. */
export const horizonOf = (timing: Timing): number => startSteps(timing) + unseenSteps(timing) + 1;
