import type { Reason } from '../../model/index.ts';
import type { Planned, PlannedRemoval } from '../provider-module.ts';
import { type Addition, additionTo, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import { type DescribedGroup, surplusIn } from './described/group.ts';

/**
 * Adds `count` workers to what the group already wants, and to what it has beyond that, never beyond its own maximum.
 * `template`: what it is to launch from, if a rollout says so.
 */
export function planToAdd(group: DescribedGroup, count: number, template?: Addition['template']): Planned<Addition> {
  const { name, desired, max } = group;
  const nothing = (reason: Reason): Planned<Addition> => ({ plan: null, count: 0, deferred: count, reasons: [reason] });
  if (group.deleting) return nothing(because['group-deleting']({ name }));
  if (group.weighted) return nothing(because['group-counts-units']({ name }));
  if (group.suspended.includes('Launch')) return nothing(because['group-launch-suspended']({ name }));
  const surplus = surplusIn(group);
  const added = Math.max(0, Math.min(count, max - desired - surplus));
  const wanted = desired + surplus + count;
  const reasons = added < count ? [because['group-at-max']({ name, max, wanted })] : [];
  const plan = { ...additionTo({ name, desired, surplus }, added), ...(template && { template }) };
  return { plan: added === 0 ? null : plan, count: added, deferred: count - added, reasons };
}

/**
 * The workers that may be removed, in the given order: the group's own minimum stays, and so do those to be kept. While a
 * group replaces instances it may have more of them than its desired capacity; those it ends itself.
 */
export function planToRemove(group: DescribedGroup, workers: readonly string[], keep: number): PlannedRemoval<Plan> {
  const { name, desired, min } = group;
  const none = (reason: Reason): PlannedRemoval<Plan> => ({ workers: [], plan: null, reasons: [reason] });
  if (group.deleting) return none(because['group-deleting']({ name }));
  if (group.weighted) return none(because['group-counts-units']({ name }));
  const removed = workers.slice(0, Math.max(0, desired - Math.max(min, keep)));
  const wanted = Math.max(0, desired - workers.length);
  const limit =
    keep > min ? because['group-replaces']({ name, desired }) : because['group-at-min']({ name, min, wanted });
  const reasons = removed.length < workers.length ? [limit] : [];
  return { workers: removed, plan: removed.length === 0 ? null : { name }, reasons };
}
