import type { Controller } from '../engine/tick.ts';
import { type QueueWorld, taskTicksOf, ticksIn } from '../world/world.ts';
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
export function keda(world: QueueWorld, { perWorker, poll = 30, stabilization = 300 }: KedaOptions): Controller {
  const taskTicks = taskTicksOf(world);
  const recent = new Recent(ticksIn(stabilization, world));
  const pace = ticksIn(poll, world);
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
