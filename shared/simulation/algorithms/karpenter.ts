import type { Controller } from '../engine/tick.ts';
import { type Scenario, taskTicksOf, ticksIn } from '../scenario/scenario.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface KarpenterOptions {
  /** Seconds for which a worker must be idle before it is removed. */
  readonly consolidateAfter?: number;
}

/**
 * Approximates Karpenter: every waiting task gets a worker immediately, and idle workers are removed after a while. In
 * interactive scenarios, where work does not wait, the capacity follows the arrivals.
 * Source: https://karpenter.sh/docs/concepts/disruption/#consolidation
 */
export function karpenter(scenario: Scenario, { consolidateAfter = 30 }: KarpenterOptions = {}): Controller {
  const taskTicks = scenario.kind === 'queue' ? taskTicksOf(scenario) : 1;
  const recent = new Recent(ticksIn(consolidateAfter, scenario));
  return (_now, { capacity, last }) => {
    if (!last) return null;
    const needed = ceil(last.served + last.lost + last.queued / taskTicks);
    recent.add(needed);
    return Math.max(needed, Math.min(capacity, recent.max()));
  };
}
