import type { Controller } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { ceil } from './rounding.ts';
import { targetTracking } from './target-tracking.ts';

export interface PredictiveOptions {
  /** Target utilization, such as 0.7 for 70 %. */
  readonly target: number;
  /** Seconds before the hour at which the workers for that hour are launched. */
  readonly buffer?: number;
}

const DAYS = 14;

/**
 * EC2 predictive scaling on top of target tracking. The minimum capacity follows the mean load of the same hour on up to 14
 * past days. AWS documents the buffer and the number of days, but not its forecast model, so the mean replaces it.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-predictive-scaling.html
 */
export function predictive(scenario: Scenario, { target, buffer = 300 }: PredictiveOptions): Controller {
  const tracked = targetTracking(scenario, { target });
  const perMinute = ticksIn(60, scenario);
  const perHour = ticksIn(3600, scenario);
  const ahead = ticksIn(buffer, scenario);
  /** Mean load of past hours, by hour since the start. */
  const hours = new Map<number, number>();
  let sum = 0;
  return (now, input) => {
    const { index, capacity, last } = input;
    const requested = tracked(now, input);
    sum += last?.served ?? 0;
    if (index > 0 && index % perHour === 0) {
      const hour = index / perHour - 1;
      hours.set(hour, sum / perHour);
      hours.delete(hour - 24 * (DAYS + 1));
      sum = 0;
    }
    if (index % perMinute !== 0) return null;
    const next = Math.floor((index + ahead) / perHour);
    const same = Array.from({ length: DAYS }, (_, day) => hours.get(next - 24 * (day + 1)));
    const known = same.filter((load) => load !== undefined);
    const floor = known.length === 0 ? 0 : ceil(known.reduce((total, load) => total + load, 0) / known.length / target);
    const wanted = Math.max(requested ?? capacity, floor);
    return wanted === capacity ? null : wanted;
  };
}
