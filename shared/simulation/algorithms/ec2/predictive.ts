import type { Controller } from '../../engine/tick.ts';
import { type Scenario, ticksIn } from '../../scenario/scenario.ts';
import { ceil } from '../rounding.ts';
import { HourlyForecast } from './hourly-forecast.ts';
import { targetTracking } from './target-tracking.ts';

export interface PredictiveOptions {
  /** Target utilization, such as 0.7 for 70 %. */
  readonly target: number;
  /** `ForecastOnly` makes forecasts and never changes the capacity. */
  readonly mode?: 'ForecastAndScale' | 'ForecastOnly';
  /** Seconds before the hour at which the workers for that hour are launched: SchedulingBufferTime. */
  readonly buffer?: number;
  /** The dynamic policy of the group. Default: target tracking with the same target. */
  readonly dynamic?: Controller;
}

/**
 * EC2 predictive scaling beside a dynamic policy. The higher of both capacities counts, so the forecast of an hour is a minimum
 * from the buffer before it until its end. It never scales in: only the dynamic policy does. The bounds of the group limit it
 * (HonorMaxCapacity). Workers that it launches have no warm-up.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html,
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredictiveScalingConfiguration.html
 */
export function predictive(scenario: Scenario, options: PredictiveOptions): Controller {
  const { target, mode = 'ForecastAndScale', buffer = 300 } = options;
  const { dynamic = targetTracking(scenario, { target }) } = options;
  if (mode === 'ForecastOnly') return dynamic;
  const perMinute = ticksIn(60, scenario);
  const perHour = ticksIn(3600, scenario);
  const ahead = ticksIn(buffer, scenario);
  const forecast = new HourlyForecast();
  let sum = 0;
  return (now, input) => {
    const { index, capacity, last } = input;
    const requested = dynamic(now, input);
    sum += last?.served ?? 0;
    if (index > 0 && index % perHour === 0) {
      forecast.add(sum / perHour);
      sum = 0;
    }
    if (requested === null && index % perMinute !== 0) return null;
    const load = Math.max(
      forecast.of(Math.floor(index / perHour)) ?? 0,
      forecast.of(Math.floor((index + ahead) / perHour)) ?? 0,
    );
    const wanted = Math.max(requested ?? capacity, ceil(load / target));
    return wanted === capacity ? null : wanted;
  };
}
