import type { Addition, Plan } from './plan-schema.ts';

export const isAddition = (plan: Plan): plan is Addition => 'target' in plan;

export const countOf = (plan: Plan): number => (isAddition(plan) ? plan.target - plan.from - (plan.surplus ?? 0) : 0);

/** Adds `count` workers to the desired number, and to the `surplus` that the service keeps beyond it. */
export const additionTo = (
  { name, desired, surplus }: { readonly name: string; readonly desired: number; readonly surplus: number },
  count: number,
): Addition => ({ name, from: desired, target: desired + surplus + count, ...(surplus > 0 && { surplus }) });

/** How many workers a protection from scale-in keeps beyond the desired number. `capacity`: those that count. */
export const keptBeyond = (desired: number, capacity: readonly { readonly protected: boolean }[]): number =>
  Math.max(0, capacity.filter((each) => each.protected).length - desired);

/**
 * Whether the plan still has something to do. The capacity may have been raised further by others, which the plan must not
 * take back, and it may have been lowered below where the plan began, perhaps after it was carried out. If it was lowered
 * to between the two, the same target is set twice; nothing shows the difference from a plan that was not carried out.
 */
export const isOpen = (plan: Addition, { desired }: { readonly desired: number }): boolean =>
  desired >= plan.from && desired < plan.target;
