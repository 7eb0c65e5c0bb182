import type { Controller } from '../../engine/tick.ts';
import { type QueueScenario, taskTicksOf, ticksIn } from '../../scenario/scenario.ts';
import { ceil } from '../rounding.ts';
import { PeriodMeans, queuedOf, readyOf } from './period-means.ts';

export interface BacklogTrackingOptions {
  /** Target backlog per worker, as a share of `startWithin ÷ taskSeconds`. */
  readonly share?: number;
  readonly delay?: number;
}

const MINUTES_OUT = 3;
const MINUTES_IN = 15;
const LOW = 0.9;

/**
 * Target tracking on the backlog per worker, as AWS recommends for queues.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html
 */
export function backlogTracking(scenario: QueueScenario, options: BacklogTrackingOptions = {}): Controller {
  const { share = 1, delay = 60 } = options;
  const acceptable = (scenario.startWithin / scenario.taskSeconds) * share;
  const taskTicks = taskTicksOf(scenario);
  const perMinute = ticksIn(60, scenario);
  const backlog = new PeriodMeans(queuedOf, MINUTES_IN, ticksIn(delay, scenario), perMinute);
  const workers = new PeriodMeans(readyOf, MINUTES_IN, ticksIn(delay, scenario), perMinute);
  return (_now, input) => {
    backlog.note(input);
    workers.note(input);
    const { index, capacity, booting } = input;
    if (index % perMinute !== 0) return null;
    const ratios = (minutes: number): number[] | undefined => {
      const ready = workers.newest(index, minutes);
      return backlog
        .newest(index, minutes)
        ?.map((queued, back) => queued / taskTicks / Math.max(1, ready?.[back] ?? 0) / acceptable);
    };
    const recent = ratios(MINUTES_OUT);
    if (!recent) return null;
    const wanted = ceil((workers.at(index, 0) ?? 0) * (recent[0] ?? 0));
    if (recent.every((ratio) => ratio > 1)) return Math.max(capacity, wanted);
    if (booting > 0) return null;
    return ratios(MINUTES_IN)?.every((ratio) => ratio < LOW) ? Math.max(1, Math.min(capacity, wanted)) : null;
  };
}
