import type { Datapoint, ReportedWork } from '../../model/index.ts';
import { bootOf, poolOf, timingOf } from '../common/boot.ts';
import { leastWhileWaiting, reportedTasks } from '../common/reported-tasks.ts';
import { evenly } from '../forecasting/index.ts';
import { noData, propose, type Recommendation } from '../recommendation.ts';
import type { MeasuredPast, RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import { recommended } from './earliest-deadline.ts';
import { lookBack } from './look-back.ts';
import type { DeadlineRule } from './schema.ts';

/** The longest wait that the rule plans with. */
const LONGEST_SECONDS = 86_400;

/**
 * Proposes the fewest workers with which every waiting and expected task starts in time, including booting workers. A
 * function loads this module at its first call: most stages have no rule of this kind. See infra/bundling/deferred.ts.
 */
export function recommend(rule: DeadlineRule, context: RuleContext): Recommendation {
  const { readings, now, fleet } = context;
  const [waited, ran] = readings.pastTogether([rule.metric, ...(rule.running === undefined ? [] : [rule.running])]);
  const { points, step } = waited as MeasuredPast;
  const newest = points.at(-1)?.at;
  if (newest === undefined || readings.latest(rule.metric) === undefined) return noData(rule.metric);
  const tasks = reportedTasks(rule, context);
  const busy = rule.running === undefined ? (tasks?.busy ?? 0) : readings.latest(rule.running);
  if (busy === undefined) return noData(String(rule.running));
  const taskSeconds = typeof rule.taskSeconds === 'string' ? readings.latest(rule.taskSeconds) : rule.taskSeconds;
  if (taskSeconds === undefined || taskSeconds <= 0) return withoutDuration(rule, context, busy);

  // Times count from the newest reading, so the boot of a new worker includes the age of the reading.
  const { boot, delay, drain } = timingOf(bootOf(rule, context.warmup), context.drain, step, (now - newest) / 1000);
  const pool = poolOf(rule);
  const options = {
    taskSeconds,
    startWithin: Math.min(LONGEST_SECONDS, rule.startWithin),
    step,
    boot: boot + delay,
    ...(pool && { pool: { members: context.members, start: Math.min(pool.start, boot) + delay } }),
  };
  const grid = { newest, step, most: Math.ceil(lookBack(options) / step) };
  const waiting = evenly(points, grid);
  const running = runningIn(ran?.points, grid, tasks);
  const measured = {
    waiting,
    running: running && sinceThen(running, waiting.length, busy),
    age: rule.age === undefined ? undefined : readings.latest(rule.age),
  };
  // A task that takes longer than the drain would be interrupted, so its worker is not removed.
  const least = taskSeconds > drain ? Math.ceil(busy) : 0;
  const serving = {
    ready: fleet.counts.ready,
    booting: bootingOf(context, { boot, start: pool?.start ?? boot }, delay),
    least,
  };
  const { capacity, reason } = recommended(measured, serving, options);
  const kept = leastWhileWaiting(rule.metric, readings.latest(rule.metric) ?? 0, context);
  return capacity >= kept
    ? propose(capacity, reason)
    : propose(kept, because['deadline-idle-kept']({ capacity: kept, cause: reason }));
}

/** Null if it is unknown. What workers report is only known of now. */
function runningIn(
  points: readonly Datapoint[] | undefined,
  grid: Parameters<typeof evenly>[1],
  tasks: ReportedWork | null,
): Float64Array | null {
  if (!points) return tasks && Float64Array.of(tasks.busy);
  // Both end at the same moment, but a reading of it is later than the beginning of the period that ends with it.
  return evenly(points, { ...grid, newest: Math.max(grid.newest, points.at(-1)?.at ?? 0) });
}

/** Extends the values to the length of the other metric. Earlier ones repeat the first value, or `latest` if there is none. */
function sinceThen(values: Float64Array, count: number, latest: number): Float64Array {
  const missing = count - values.length;
  if (missing <= 0) return values.subarray(-missing);
  const all = new Float64Array(count).fill(values[0] ?? latest);
  all.set(values, missing);
  return all;
}

/** Seconds from the newest reading until each booting worker, or each unit of its weight, is ready. Workers without a launch time need a whole boot. */
function bootingOf(
  { fleet, now }: RuleContext,
  { boot, start }: { readonly boot: number; readonly start: number },
  delay: number,
): number[] {
  if (!fleet.isListed) return Array<number>(fleet.counts.pending + fleet.counts.warming).fill(boot + delay);
  return fleet.workers
    .filter(({ state }) => state === 'pending' || state === 'warming')
    .flatMap(({ launchedAt = now, weight = 1, warm }) =>
      Array<number>(weight).fill(Math.max(0, (launchedAt - now) / 1000 + (warm ? start : boot)) + delay),
    );
}

/** Without finished tasks, their duration is unknown. Then an idle group may scale in, and an empty one starts one worker. */
function withoutDuration(rule: DeadlineRule, context: RuleContext, busy: number): Recommendation {
  const { readings, current, warmup } = context;
  const waiting = readings.latest(rule.metric) ?? 0;
  const metric = String(rule.taskSeconds);
  const lacking = noData(metric);
  const unmeasured = { metric, cause: lacking.reason };
  if (waiting > 0 && current === 0) return propose(1, because['deadline-first']({ ...unmeasured, waiting }));
  const isCounted = rule.running !== undefined || reportedTasks(rule, context) !== null;
  if (waiting > 0 || busy > 0 || !isCounted) return lacking;
  const least = rule.startWithin > bootOf(rule, warmup) ? 0 : 1;
  return propose(least, because['deadline-idle'](unmeasured));
}
