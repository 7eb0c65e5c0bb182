import * as z from 'zod';
import type { Reason } from '../../model/index.ts';
import type { DescribedGroup } from './described-group.ts';
import { because } from './reasons.ts';

/** How a scale-out is carried out: written into the activity, so that whoever finishes it does the same. */
export const planSchema = z.strictObject({
  name: z.string(),
  /** The group's desired capacity when the plan was made. */
  from: z.int().min(0),
  /** What it is to become. Absolute, so that repeating it adds nothing. */
  target: z.int().min(0),
});
export type Plan = z.output<typeof planSchema>;

export interface Planned {
  /** Null: nothing can be added. */
  readonly plan: Plan | null;
  /** How many are added. */
  readonly count: number;
  /** How many of those asked for are not. */
  readonly deferred: number;
  readonly reasons: readonly Reason[];
}

/** Adds `count` workers to what the group already wants, never beyond its own maximum. */
export function planToAdd(group: DescribedGroup, count: number): Planned {
  const { name, desired, max } = group;
  const nothing = (reason: Reason): Planned => ({ plan: null, count: 0, deferred: count, reasons: [reason] });
  if (group.deleting) return nothing(because['group-deleting']({ name }));
  if (group.weighted) return nothing(because['group-counts-units']({ name }));
  if (group.suspended.includes('Launch')) return nothing(because['group-launch-suspended']({ name }));
  const added = Math.max(0, Math.min(count, max - desired));
  const reasons = added < count ? [because['group-at-max']({ name, max, wanted: desired + count })] : [];
  const plan = added === 0 ? null : { name, from: desired, target: desired + added };
  return { plan, count: added, deferred: count - added, reasons };
}

/** How many of `count` workers may be removed: the group's own minimum stays. */
export function removable(
  group: DescribedGroup,
  count: number,
): { readonly count: number; readonly reasons: readonly Reason[] } {
  const { name, desired, min } = group;
  if (group.deleting) return { count: 0, reasons: [because['group-deleting']({ name })] };
  if (group.weighted) return { count: 0, reasons: [because['group-counts-units']({ name })] };
  const removed = Math.max(0, Math.min(count, desired - min));
  const reasons = removed < count ? [because['group-at-min']({ name, min, wanted: desired - count })] : [];
  return { count: removed, reasons };
}

/**
 * Whether the plan still has something to do. The capacity may have been raised further by others, which the plan must not
 * take back; or lowered again after the plan was carried out, which cannot be told apart from a plan that was not: the
 * worst that follows is that the same target is set twice.
 */
export const isOpen = (plan: Plan, group: DescribedGroup): boolean => group.desired < plan.target;
