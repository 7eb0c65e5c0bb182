import type { Controller } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { utilizationOf } from './ec2/period-means.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface ThresholdOptions {
  /** CPU shares above which the group scales out and below which it scales in. */
  readonly above: number;
  readonly below: number;
  /** Number of workers to add or remove, or the factor to apply instead. */
  readonly by?: number;
  readonly multiply?: number;
  /** Seconds from the last resize until a scale-out or a scale-in. */
  readonly cooldown?: number;
  readonly cooldownIn?: number;
  /** Seconds over which CPU is averaged. */
  readonly window?: number;
  /** Seconds between two evaluations. */
  readonly every?: number;
  /** Scale out only while work waits. */
  readonly onlyWithQueue?: boolean;
}

const FIRST_STEPS = 2;

/** A simple hand-written autoscaler: a mean, two thresholds and a cooldown. */
export function threshold(scenario: Scenario, options: ThresholdOptions): Controller {
  const { above, below, by = 1, multiply, cooldown = 300, cooldownIn = cooldown, window = 300, every = 60 } = options;
  const means = new Recent(ticksIn(window, scenario));
  const evaluateTicks = ticksIn(every, scenario);
  let resizedAt = -Infinity;
  return (_now, { index, capacity, last }) => {
    if (last) means.add(utilizationOf(last));
    if (index % evaluateTicks !== 0 || index < FIRST_STEPS) return null;
    const utilization = means.mean();
    const waited = (index - resizedAt) * scenario.tick;
    const isWanted = !options.onlyWithQueue || scenario.kind !== 'queue' || (last?.queued ?? 0) > 0;
    if (utilization > above && waited >= cooldown && isWanted) {
      resizedAt = index;
      return multiply === undefined ? capacity + by : Math.max(capacity + by, ceil(capacity * multiply));
    }
    if (utilization >= below || waited < cooldownIn || capacity <= 1) return null;
    resizedAt = index;
    return multiply === undefined ? capacity - by : Math.min(capacity - by, Math.floor(capacity / multiply));
  };
}
