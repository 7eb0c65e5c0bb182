import type { Controller, ControllerInput } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { utilizationOf } from './ec2/period-means.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface HpaOptions {
  /** Target utilization, such as 0.7 for 70 %. */
  readonly target: number;
  readonly tolerance?: number;
  /** Scale-in uses the highest recommendation of the last `stabilization` seconds. */
  readonly stabilization?: number;
}

/** Returns the recommended capacity, before stabilization and limits. */
type Recommendation = (input: ControllerInput, target: number, tolerance: number) => number;

/**
 * The Kubernetes HPA, version 2, on CPU: tolerance 0.1, scale-down stabilization 300 s, scale-up by at most 4 workers or
 * 100 % per sync, whichever is more. In a scale-up, workers that are not ready count as idle.
 * Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export const hpa = (scenario: Scenario, options: HpaOptions): Controller =>
  stabilized(scenario, options, onUtilization);

/** The HPA on requests per worker, a metric that does not saturate. */
export const hpaOnRequests = (scenario: Scenario, options: HpaOptions): Controller =>
  stabilized(scenario, options, onRequests);

const FIRST_STEPS = 2;

function stabilized(scenario: Scenario, options: HpaOptions, recommend: Recommendation): Controller {
  const { target, tolerance = 0.1, stabilization = 300 } = options;
  const recent = new Recent(ticksIn(stabilization, scenario));
  return (_now, input) => {
    if (input.index < FIRST_STEPS) return null;
    const { capacity } = input;
    const recommended = recommend(input, target, tolerance);
    recent.add(recommended);
    const wanted = recommended < capacity ? Math.min(capacity, recent.max()) : recommended;
    return limitedOut(wanted, capacity);
  };
}

/** The HPA's default scale-up policies: at most 4 workers or 100 % within 15 s, whichever is more. */
export const limitedOut = (wanted: number, capacity: number): number =>
  wanted > capacity ? Math.min(wanted, capacity + Math.max(4, capacity)) : wanted;

function onUtilization({ last, capacity, booting }: ControllerInput, target: number, tolerance: number): number {
  if (!last) return capacity;
  const ratio = utilizationOf(last) / target;
  if (Math.abs(ratio - 1) <= tolerance) return capacity;
  if (ratio < 1) return ceil(ratio * last.ready);
  const counted = Math.max(capacity, last.ready);
  if (counted === 0) return capacity;
  const damped = (utilizationOf(last) * last.ready) / counted / target;
  const wanted = damped < 1 || Math.abs(damped - 1) <= tolerance ? capacity : ceil(damped * counted);
  return wanted < capacity && booting > 0 ? capacity : wanted;
}

function onRequests({ last, capacity }: ControllerInput, target: number, tolerance: number): number {
  if (!last) return capacity;
  const wanted = last.arrived / target;
  const ratio = wanted / Math.max(1, capacity);
  return Math.max(1, Math.abs(ratio - 1) <= tolerance ? capacity : ceil(wanted));
}
