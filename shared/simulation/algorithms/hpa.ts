import type { Controller, Seen } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { utilizationOf } from './minutes.ts';
import { Recent } from './recent.ts';
import { ceil } from './rounding.ts';

export interface HpaOptions {
  /** Share of a worker's capacity that is aimed at, 0.7 for 70 %. */
  readonly target: number;
  readonly tolerance?: number;
  /** Seconds of which the highest recommendation counts when shrinking. */
  readonly stabilization?: number;
}

/** What is recommended before stabilization and limits. */
type Recommendation = (seen: Seen, target: number, tolerance: number) => number;

/**
 * The Kubernetes HPA, version 2, on CPU: tolerance 0.1, scale-down stabilization 300 s, scale-up by the larger of 4 workers
 * and 100 % a sync. Workers not yet ready count as idle when growing.
 * Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export const hpa = (scenario: Scenario, options: HpaOptions): Controller =>
  stabilized(scenario, options, onUtilization);

/** The same on requests a worker, a metric that does not saturate. */
export const hpaOnRequests = (scenario: Scenario, options: HpaOptions): Controller =>
  stabilized(scenario, options, onRequests);

const FIRST_STEPS = 2;

function stabilized(scenario: Scenario, options: HpaOptions, recommend: Recommendation): Controller {
  const { target, tolerance = 0.1, stabilization = 300 } = options;
  const recent = new Recent(ticksIn(stabilization, scenario));
  return (_now, seen) => {
    if (seen.index < FIRST_STEPS) return null;
    const { capacity } = seen;
    const recommended = recommend(seen, target, tolerance);
    recent.add(recommended);
    const wanted = recommended < capacity ? Math.min(capacity, recent.max()) : recommended;
    return limitedOut(wanted, capacity);
  };
}

/** The HPA's default scale-up policies: at most 4 workers or 100 % within 15 s, whichever is more. */
export const limitedOut = (wanted: number, capacity: number): number =>
  wanted > capacity ? Math.min(wanted, capacity + Math.max(4, capacity)) : wanted;

function onUtilization({ last, capacity, booting }: Seen, target: number, tolerance: number): number {
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

function onRequests({ last, capacity }: Seen, target: number, tolerance: number): number {
  if (!last) return capacity;
  const wanted = last.arrived / target;
  const ratio = wanted / Math.max(1, capacity);
  return Math.max(1, Math.abs(ratio - 1) <= tolerance ? capacity : ceil(wanted));
}
