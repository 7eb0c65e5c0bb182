import type { Controller, Seen } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { arrivedOf, MinuteMeans, readyOf, utilizationOf } from './minutes.ts';
import { ceil } from './rounding.ts';

export interface TargetTrackingOptions {
  /** Share of a worker's capacity that is aimed at, 0.7 for 70 %. */
  readonly target: number;
  /** Where the low alarm stands, as a share of the target: 0.7 on EC2 Auto Scaling, 0.9 on Application Auto Scaling. */
  readonly low?: number;
  /** Minutes above the target before growing, and below the low alarm before shrinking. */
  readonly minutesOut?: number;
  readonly minutesIn?: number;
  /** Seconds after its minute's end at which CloudWatch shows a datapoint. */
  readonly delay?: number;
}

/**
 * EC2 Auto Scaling target tracking on the mean CPU: proportional to the metric out, after three minutes above the target;
 * in after fifteen below the low alarm, and never while a worker boots.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html; the alarms' bounds and
 * periods as AWS creates them (35 % for a target of 50 %; with Application Auto Scaling 27 % for 30 %).
 */
export const targetTracking = (scenario: Scenario, options: TargetTrackingOptions): Controller =>
  tracking(
    scenario,
    options,
    utilizationOf,
    (utilization, ready) => utilization * ready,
    (utilization) => utilization,
  );

/** The same on requests a target, as with ALBRequestCountPerTarget, a metric that does not saturate. */
export const targetTrackingOnRequests = (scenario: Scenario, options: TargetTrackingOptions): Controller =>
  tracking(
    scenario,
    options,
    arrivedOf,
    (arrived) => arrived,
    (arrived, ready) => arrived / Math.max(1, ready),
  );

type OfMinute = (mean: number, ready: number) => number;

function tracking(
  scenario: Scenario,
  { target, low = 0.7, minutesOut = 3, minutesIn = 15, delay = 60 }: TargetTrackingOptions,
  reading: typeof utilizationOf,
  loadOf: OfMinute,
  metricOf: OfMinute,
): Controller {
  const perMinute = ticksIn(60, scenario);
  const kept = Math.max(minutesOut, minutesIn);
  const means = new MinuteMeans(reading, kept, ticksIn(delay, scenario), perMinute);
  const workers = new MinuteMeans(readyOf, kept, ticksIn(delay, scenario), perMinute);
  const metrics = (index: number, minutes: number): number[] | undefined => {
    const ready = workers.newest(index, minutes);
    return means.newest(index, minutes)?.map((mean, back) => metricOf(mean, ready?.[back] ?? 0));
  };
  return (_now: number, seen: Seen) => {
    means.note(seen);
    workers.note(seen);
    const { index, capacity, booting } = seen;
    if (index % perMinute !== 0) return null;
    const recent = metrics(index, minutesOut);
    if (!recent) return null;
    const wanted = ceil(loadOf(means.at(index, 0) ?? 0, workers.at(index, 0) ?? 0) / target);
    if (recent.every((metric) => metric > target)) return Math.max(capacity, wanted);
    if (booting > 0) return null;
    const quiet = metrics(index, minutesIn);
    if (!quiet?.every((metric) => metric < low * target)) return null;
    return wanted < capacity ? Math.max(1, wanted) : null;
  };
}
