import { ceilWorkers, type Reason } from '../../model/index.ts';
import { because } from './because.ts';
import { fewest, missing, type Serving } from './capacity.ts';
import { type DueOptions, dueAt } from './due.ts';
import { rateSteps } from './look-back.ts';
import { arrivalsOf, type Counted, isCounted, type Measured, mostTasks, olderThan, runningAt } from './tasks.ts';

/** All in seconds. */
export interface DeadlineOptions {
  /** How long a task takes, and how long it may wait. */
  readonly taskSeconds: number;
  readonly startWithin: number;
  /** Between two readings. */
  readonly step: number;
  /** From a launch until the worker serves. */
  readonly boot: number;
  /** Members of a warm pool, which serve `start` seconds after they are started. */
  readonly pool?: { readonly members: number; readonly start: number } | undefined;
}

export interface DeadlineFleet {
  readonly ready: number;
  /** Seconds until each booting worker serves. */
  readonly booting: readonly number[];
  /** The lowest capacity, because these workers run tasks that a drain would interrupt. */
  readonly least?: number;
}

export interface Recommended {
  readonly capacity: number;
  readonly reason: Reason;
}

/** The share of the allowed wait that the rule plans with. */
const SPENT = 0.95;

/**
 * Earliest-deadline control. If the present workers would let a task wait too long, it launches exactly as many as are
 * needed. Otherwise it scales in, but keeps workers that have tasks up to a multiple of the fewest that meet all deadlines:
 * they work off what waits, so that the next tasks can wait for as long as allowed. It does not scale in while a worker
 * boots. As many workers as a warm pool has members ready count with the time that their start takes.
 */
export function recommended(measured: Measured, fleet: DeadlineFleet, options: DeadlineOptions): Recommended {
  const { step, taskSeconds } = options;
  const boot = Math.ceil(options.boot / step);
  const { members = 0, start: seconds = options.boot } = options.pool ?? {};
  const start = members > 0 ? Math.min(boot, Math.ceil(seconds / step)) : boot;
  const within = Math.max(1, Math.floor((options.startWithin * SPENT) / step));
  const length = taskSeconds / step;
  const serving: Serving = { ready: fleet.ready, booting: fleet.booting.map((each) => Math.ceil(each / step)) };
  const there = serving.ready + serving.booting.length;
  const arrivals = arrivalsOf(measured, length, serving.ready);
  const age = measured.age === undefined ? undefined : Math.floor(measured.age / step);
  const rate = rateOf(arrivals, step);
  const queue = queueOf(measured, rate / step, options, serving.ready);
  // If more tasks run than workers are ready, a worker runs several.
  if (canWait(options) && queue.running <= fleet.ready && isCounted(measured)) {
    return oneEach(measured, fleet, options, queue);
  }
  const dueOptions: DueOptions = { length, within, boot, age };
  const now = dueAt(arrivals, queue.waiting, queue.running, rate, dueOptions);
  const short = missing(now, serving, { boot, start, members });
  if (short > 1e-6) {
    const capacity = there + ceilWorkers(short);
    return { capacity, reason: because['deadline-short']({ ...queue, workers: there, capacity }) };
  }
  // Without any worker, the first task starts in time only if a worker can boot within the allowed wait.
  const first = within > start ? 0 : 1;
  const least = fewest(now);
  const needed = ceilWorkers(least);
  const busy = fleet.least ?? 0;
  const asked = Math.max(first, busy, needed);
  const by = busy > Math.max(needed, first) ? 'busy' : needed > 0 ? 'queue' : first > 0 ? 'boot' : 'nothing';
  const booting = serving.booting.length > 0;
  const working = Math.min(ceilWorkers(queue.waiting + queue.running), ceilWorkers(BAND * least));
  const capacity = booting ? there : Math.max(first, Math.min(there, Math.max(asked, working)));
  const kept = booting || capacity <= asked || there < asked ? null : capacity;
  // No worker is missing, so the present ones are enough. The fewest can be more, because they count as if all began now.
  const workers = by === 'busy' ? busy : Math.min(needed, Math.max(there, first));
  const enough = { ...queue, by, workers, booting, recent: null, kept, boot: options.boot } as const;
  return { capacity, reason: because['deadline-enough'](enough) };
}

/** Workers that have tasks stay, up to this multiple of the fewest that meet all deadlines. */
const BAND = 1.5;

/** A reading may be late or missing for this long: the counts of SQS are right after up to a minute. */
const LATE_SECONDS = 60;

/** The seconds that a task may have waited when a launch for it is requested. */
const latestLaunch = ({ startWithin, boot }: DeadlineOptions): number => startWithin * SPENT - boot - LATE_SECONDS;

/** Whether each task needs a worker of its own, which is ready in time if it is launched when the task has been read. */
const canWait = (options: DeadlineOptions): boolean =>
  options.taskSeconds > options.startWithin && latestLaunch(options) >= options.step && !options.pool;

/**
 * A worker serves only one task within the allowed wait, even if it is launched early. So none is launched or kept for
 * expected tasks. A launch waits until the next evaluation would be too late, because a worker may finish in the meantime
 * and take the task. Workers that boot are removed if others have taken their tasks.
 */
function oneEach(measured: Counted, fleet: DeadlineFleet, options: DeadlineOptions, queue: Queue): Recommended {
  const { step, boot } = options;
  const booting = fleet.booting.length;
  const there = fleet.ready + booting;
  // A task may have arrived a step before it was read.
  const young = Math.max(0, Math.floor(latestLaunch(options) / step + 1e-9) - 1);
  const urgent = olderThan(young, measured, (measured.age ?? 0) > latestLaunch(options) - step);
  const short = ceilWorkers(urgent - (fleet.ready - queue.running) - booting);
  if (short > 0) {
    const capacity = there + short;
    return { capacity, reason: because['deadline-short']({ ...queue, workers: there, capacity }) };
  }
  const tasks = mostTasks(measured, booting > 0 ? LATE_SECONDS / step : 0);
  const capacity = Math.min(there, Math.max(fleet.least ?? 0, tasks));
  const by = capacity > tasks ? 'busy' : capacity > 0 ? 'queue' : 'nothing';
  const later = Math.max(0, queue.waiting + queue.running - there);
  const enough = { ...queue, by, workers: capacity, booting: false, recent: null, later, boot } as const;
  return { capacity, reason: because['deadline-enough'](enough) };
}

const LEAST_RATE_SECONDS = 300;

/** Arrivals per step. */
function rateOf(arrivals: Float64Array, step: number): number {
  const lately = arrivals.subarray(-rateSteps(step));
  // A few arrivals in the first seconds of a queue are not a rate.
  return (
    lately.reduce((sum, arrived) => sum + arrived, 0) / Math.max(lately.length, Math.ceil(LEAST_RATE_SECONDS / step))
  );
}

type Queue = ReturnType<typeof queueOf>;
function queueOf(measured: Measured, rate: number, { startWithin }: DeadlineOptions, ready: number) {
  const newest = measured.waiting.length - 1;
  const waiting = measured.waiting[newest] ?? 0;
  return { waiting, running: runningAt(measured, newest, ready), perMinute: rate * 60, startWithin };
}
