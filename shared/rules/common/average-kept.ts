import { ceilWorkers, launching, type Reason, truncWorkers } from '../../model/index.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';

interface Proposal {
  readonly capacity: number;
  readonly reason: Reason;
}

/** A scale-in on a metric: to how many workers of how many, and where the same rule begins to scale out. */
export interface ScaleIn {
  readonly metric: string;
  readonly value: number;
  readonly wanted: number;
  /** The rule scales out above this bound, or from it on; undefined if it does not. */
  readonly out: { readonly bound: number; readonly isInclusive: boolean } | undefined;
}

/**
 * What keeps an average over the workers from scaling in: workers that are still starting, and a bound on the other side
 * that the remaining workers would pass, so that the group would go back and forth for ever. Null if nothing does.
 */
export function averageKept(
  { metric, value, wanted, out }: ScaleIn,
  { current, fleet, readings }: RuleContext,
  cause: Reason,
): Proposal | null {
  if (wanted >= current || !readings.isAverage(metric)) return null;
  const starting = launching(fleet);
  if (starting > 0) return { capacity: current, reason: because['average-warming']({ cause, starting }) };
  if (!out || out.bound <= 0 || value <= 0) return null;
  const load = value * (readings.served(metric)?.most ?? current);
  const share = load / out.bound;
  const least = Math.min(current, out.isInclusive ? truncWorkers(share) + 1 : ceilWorkers(share));
  if (least <= wanted) return null;
  const crossed = { metric, workers: Math.max(1, wanted), there: load / Math.max(1, wanted), bound: out.bound };
  return { capacity: least, reason: because['average-would-pass']({ cause, ...crossed }) };
}
