import type { Controller } from '../engine/tick.ts';
import { type QueueScenario, taskTicksOf, ticksIn } from '../scenario/scenario.ts';
import { limitedOut } from './hpa.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface KedaOptions {
  /** Tasks, waiting or running, for each worker. */
  readonly perWorker: number;
  /** Seconds: between two looks at the queue, and of which the highest recommendation counts when shrinking. */
  readonly poll?: number;
  readonly stabilization?: number;
}

const TOLERANCE = 0.1;

/**
 * KEDA: the Kubernetes HPA on outstanding tasks for each worker.
 * Source: https://keda.sh/docs/latest/reference/scaledobject-spec/, https://keda.sh/docs/latest/scalers/aws-sqs/
 */
export function keda(scenario: QueueScenario, { perWorker, poll = 30, stabilization = 300 }: KedaOptions): Controller {
  const taskTicks = taskTicksOf(scenario);
  const recent = new Recent(ticksIn(stabilization, scenario));
  const pace = ticksIn(poll, scenario);
  // Until it first looks, it takes the queue to be empty.
  let wanted = 0;
  return (_now, { index, capacity, last }) => {
    if (!last) return null;
    if (index % pace === 0) wanted = ceil((last.queued / taskTicks + last.served) / perWorker);
    const isNear = Math.abs(wanted / Math.max(1, capacity) - 1) <= TOLERANCE;
    const recommended = isNear ? capacity : wanted;
    recent.add(recommended);
    return limitedOut(recommended < capacity ? Math.min(capacity, recent.max()) : recommended, capacity);
  };
}
