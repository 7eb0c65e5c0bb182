import type { Controller } from '../../engine/tick.ts';
import { type Scenario, ticksIn } from '../../scenario/scenario.ts';
import { ceil } from '../rounding.ts';
import { PeriodMeans, utilizationOf } from './period-means.ts';

export interface StepScalingOptions {
  /** Target CPU share. From 0.1 above it the group scales out by 10 %, from 0.2 above by 30 %; likewise for scale-in below it. */
  readonly threshold: number;
  readonly minutesOut?: number;
  readonly minutesIn?: number;
  readonly delay?: number;
}

const COOLDOWN_SECONDS = 300;

/**
 * EC2 Auto Scaling step scaling with the step adjustments of its documentation; an adjustment is at least one worker.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
 */
export function stepScaling(scenario: Scenario, options: StepScalingOptions): Controller {
  const { threshold, minutesOut = 1, minutesIn = 5, delay = 60 } = options;
  const perMinute = ticksIn(60, scenario);
  const minutes = Math.max(minutesOut, minutesIn);
  const means = new PeriodMeans(utilizationOf, minutes, ticksIn(delay, scenario), perMinute);
  let cooldownUntil = 0;
  return (_now, input) => {
    means.note(input);
    const { index, capacity, ready, booting } = input;
    if (index % perMinute !== 0) return null;
    const recent = means.newest(index, minutes);
    const [newest] = recent ?? [];
    if (!recent || newest === undefined) return null;
    if (Math.min(...recent.slice(0, minutesOut)) >= threshold + 0.1) {
      const share = newest >= threshold + 0.2 ? 0.3 : 0.1;
      // Booting workers count toward the adjustment that launched them.
      return Math.max(capacity, ready + Math.max(1, ceil(ready * share)));
    }
    if (booting > 0) return null;
    const highest = Math.max(...recent.slice(0, minutesIn));
    if (highest > threshold - 0.1 || index < cooldownUntil) return null;
    cooldownUntil = index + ticksIn(COOLDOWN_SECONDS, scenario);
    const share = highest <= threshold - 0.2 ? 0.3 : 0.1;
    return Math.max(1, capacity - Math.max(1, Math.floor(capacity * share)));
  };
}
