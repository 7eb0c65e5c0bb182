import type { Controller } from '../engine/tick.ts';
import { type QueueScenario, taskTicksOf, ticksIn } from '../scenario/scenario.ts';
import { limitedOut } from './hpa.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface KedaOptions {
  /** Target number of waiting and running tasks per worker. */
  readonly perWorker: number;
  /** Seconds between two readings of the queue. */
  readonly poll?: number;
  /** Scale-in uses the highest recommendation of the last `stabilization` seconds. */
  readonly stabilization?: number;
}

const TOLERANCE = 0.1;

/**
 * KEDA: the Kubernetes HPA on outstanding tasks per worker.
 * Source: https://keda.sh/docs/latest/reference/scaledobject-spec/, https://keda.sh/docs/latest/scalers/aws-sqs/
 */
export function keda(scenario: QueueScenario, { perWorker, poll = 30, stabilization = 300 }: KedaOptions): Controller {
  const taskTicks = taskTicksOf(scenario);
  const recent = new Recent(ticksIn(stabilization, scenario));
  const pollTicks = ticksIn(poll, scenario);
  // Assumes an empty queue until the first reading.
  let wanted = 0;
  return (_now, { index, capacity, last }) => {
    if (!last) return null;
    if (index % pollTicks === 0) wanted = ceil((last.queued / taskTicks + last.served) / perWorker);
    const isNear = Math.abs(wanted / Math.max(1, capacity) - 1) <= TOLERANCE;
    const recommended = isNear ? capacity : wanted;
    recent.add(recommended);
    return limitedOut(recommended < capacity ? Math.min(capacity, recent.max()) : recommended, capacity);
  };
}
