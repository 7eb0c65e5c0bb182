import type { Controller } from '../engine/tick.ts';
import { type Scenario, taskTicksOf, ticksIn } from '../scenario/scenario.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface KarpenterOptions {
  /** Seconds for which a worker stays idle before it is taken back. */
  readonly consolidateAfter?: number;
}

/**
 * In the way of Karpenter: every waiting task gets a worker at once, idle workers go after a while. Where nothing waits,
 * so many workers as work arrived for.
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
