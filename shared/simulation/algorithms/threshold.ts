import type { Controller } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { utilizationOf } from './minutes.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface ThresholdOptions {
  /** Shares of CPU above which the group grows and below which it shrinks. */
  readonly above: number;
  readonly below: number;
  /** Workers added and removed, or the factor instead. */
  readonly by?: number;
  readonly multiply?: number;
  /** Seconds: between two moves out, in, over which the CPU is averaged, and between two looks. */
  readonly cooldown?: number;
  readonly cooldownIn?: number;
  readonly window?: number;
  readonly every?: number;
  /** Grows only while work waits. */
  readonly onlyWithQueue?: boolean;
}

const FIRST_STEPS = 2;

/** A hand-written autoscaler: a mean, two bounds and a cooldown. */
export function threshold(scenario: Scenario, options: ThresholdOptions): Controller {
  const { above, below, by = 1, multiply, cooldown = 300, cooldownIn = cooldown, window = 300, every = 60 } = options;
  const means = new Recent(ticksIn(window, scenario));
  const pace = ticksIn(every, scenario);
  let movedAt = -Infinity;
  return (_now, { index, capacity, last }) => {
    if (last) means.add(utilizationOf(last));
    if (index % pace !== 0 || index < FIRST_STEPS) return null;
    const utilization = means.mean();
    const waited = (index - movedAt) * scenario.tick;
    const isWanted = !options.onlyWithQueue || scenario.kind !== 'queue' || (last?.queued ?? 0) > 0;
    if (utilization > above && waited >= cooldown && isWanted) {
      movedAt = index;
      return multiply === undefined ? capacity + by : Math.max(capacity + by, ceil(capacity * multiply));
    }
    if (utilization >= below || waited < cooldownIn || capacity <= 1) return null;
    movedAt = index;
    return multiply === undefined ? capacity - by : Math.min(capacity - by, Math.floor(capacity / multiply));
  };
}
