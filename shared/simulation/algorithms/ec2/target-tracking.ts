import type { Controller, ControllerInput } from '../../engine/tick.ts';
import { type Scenario, ticksIn } from '../../scenario/scenario.ts';
import { ceil } from '../rounding.ts';
import { arrivedOf, PeriodMeans, readyOf, utilizationOf } from './period-means.ts';

export interface TargetTrackingOptions {
  /** Target utilization, such as 0.7 for 70 %. */
  readonly target: number;
  /** Threshold of the low alarm, as a share of the target: 0.7 in EC2 Auto Scaling, 0.9 in Application Auto Scaling. */
  readonly low?: number;
  /** Seconds of a datapoint: 60, or 10 or 30 with a high-resolution metric. At least a step of the scenario. */
  readonly period?: 10 | 30 | 60;
  /** Datapoints above the target before scale-out. */
  readonly datapointsOut?: number;
  /** Minutes below the low alarm before scale-in. */
  readonly minutesIn?: number;
  /** Seconds from the end of a period until its datapoint is available in CloudWatch. */
  readonly delay?: number;
  /** Seconds after a boot until a worker that the policy launched is warmed up. Default: EC2's default cooldown. */
  readonly warmup?: number;
}

/**
 * EC2 Auto Scaling target tracking on the mean CPU. Scales out in proportion to the metric after three datapoints above the
 * target; workers that warm up count as capacity. Scales in after fifteen minutes below the low alarm, and never while a
 * worker boots or one that the policy launched warms up.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html; thresholds and periods
 * of the alarms as AWS creates them (35 % for a target of 50 %; in Application Auto Scaling 27 % for 30 %); warm-up:
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html
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

/**
 * Options of a policy with a high-resolution metric: the shortest period that AWS accepts, and datapoints that CloudWatch has
 * a period later. AWS documents that the policy reacts faster, but not its alarms: the count of datapoints stays the same.
 * Scale-in stays as slow as AWS says that it always is.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/policy-creating-high-resolution-metrics.html,
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TargetTrackingMetricStat.html (10, 30 or 60 seconds)
 */
export const HIGH_RESOLUTION = { period: 10, delay: 10 } as const satisfies Partial<TargetTrackingOptions>;

type OfPeriod = (mean: number, ready: number) => number;

function tracking(
  scenario: Scenario,
  options: TargetTrackingOptions,
  reading: typeof utilizationOf,
  loadOf: OfPeriod,
  metricOf: OfPeriod,
): Controller {
  const { target, low = 0.7, period = 60, datapointsOut = 3, minutesIn = 15, delay = 60, warmup = 300 } = options;
  const perPeriod = ticksIn(period, scenario);
  // Where a step is longer than the period, fewer datapoints cover the same time.
  const datapointsIn = (seconds: number) => Math.ceil(seconds / (perPeriod * scenario.tick));
  const [countOut, countIn] = [datapointsIn(datapointsOut * period), datapointsIn(60 * minutesIn)];
  const kept = Math.max(countOut, countIn);
  const means = new PeriodMeans(reading, kept, ticksIn(delay, scenario), perPeriod);
  const workers = new PeriodMeans(readyOf, kept, ticksIn(delay, scenario), perPeriod);
  const metrics = (index: number, count: number): number[] | undefined => {
    const ready = workers.newest(index, count);
    return means.newest(index, count)?.map((mean, back) => metricOf(mean, ready?.[back] ?? 0));
  };
  let warmAt = 0;
  return (_now: number, input: ControllerInput) => {
    means.note(input);
    workers.note(input);
    const { index, capacity, booting } = input;
    if (index % perPeriod !== 0) return null;
    const recent = metrics(index, countOut);
    if (!recent) return null;
    const wanted = ceil(loadOf(means.at(index, 0) ?? 0, workers.at(index, 0) ?? 0) / target);
    if (recent.every((metric) => metric > target)) {
      if (wanted > capacity) warmAt = index + ticksIn(scenario.boot + warmup, scenario);
      return Math.max(capacity, wanted);
    }
    if (booting > 0 || index < warmAt) return null;
    const forScaleIn = metrics(index, countIn);
    if (!forScaleIn?.every((metric) => metric < low * target)) return null;
    return wanted < capacity ? Math.max(1, wanted) : null;
  };
}
