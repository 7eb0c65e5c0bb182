import type { Controller, ControllerInput } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { arrivedOf, MinuteMeans, readyOf, utilizationOf } from './minutes.ts';
import { ceil } from './rounding.ts';

export interface TargetTrackingOptions {
  /** Target utilization, such as 0.7 for 70 %. */
  readonly target: number;
  /** Threshold of the low alarm, as a share of the target: 0.7 in EC2 Auto Scaling, 0.9 in Application Auto Scaling. */
  readonly low?: number;
  /** Minutes above the target before scale-out, and below the low alarm before scale-in. */
  readonly minutesOut?: number;
  readonly minutesIn?: number;
  /** Seconds from the end of a minute until its datapoint is available in CloudWatch. */
  readonly delay?: number;
}

/**
 * EC2 Auto Scaling target tracking on the mean CPU. Scales out in proportion to the metric after three minutes above the
 * target. Scales in after fifteen minutes below the low alarm, and never while a worker boots.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html; thresholds and periods
 * of the alarms as AWS creates them (35 % for a target of 50 %; in Application Auto Scaling 27 % for 30 %).
 */
export const targetTracking = (scenario: Scenario, options: TargetTrackingOptions): Controller =>
  tracking(
    scenario,
    options,
    utilizationOf,
    (utilization, ready) => utilization * ready,
    (utilization) => utilization,
  );

/** Target tracking on requests per target, such as ALBRequestCountPerTarget, a metric that does not saturate. */
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
  return (_now: number, input: ControllerInput) => {
    means.note(input);
    workers.note(input);
    const { index, capacity, booting } = input;
    if (index % perMinute !== 0) return null;
    const recent = metrics(index, minutesOut);
    if (!recent) return null;
    const wanted = ceil(loadOf(means.at(index, 0) ?? 0, workers.at(index, 0) ?? 0) / target);
    if (recent.every((metric) => metric > target)) return Math.max(capacity, wanted);
    if (booting > 0) return null;
    const forScaleIn = metrics(index, minutesIn);
    if (!forScaleIn?.every((metric) => metric < low * target)) return null;
    return wanted < capacity ? Math.max(1, wanted) : null;
  };
}
