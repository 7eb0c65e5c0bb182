import { launching } from '../../model/index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * The capacity that a change of a metric's newest datapoint starts from. Growing: without the workers that were launched
 * since, or do not serve yet: they already answer it, so only the difference is added.
 */
export function growthBase(metric: string, { current, fleet, readings }: RuleContext): number {
  const served = Math.floor(readings.served(metric)?.most ?? fleet.live);
  return Math.max(0, current - Math.max(launching(fleet), fleet.live - served));
}

/** Shrinking: with the workers that were removed since or drain: they already answer it. */
export function shrinkBase(metric: string, { current, fleet, readings }: RuleContext): number {
  const served = Math.ceil(readings.served(metric)?.most ?? fleet.live);
  return current + Math.max(0, served - fleet.live);
}
