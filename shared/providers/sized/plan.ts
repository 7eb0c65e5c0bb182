import * as z from 'zod';

/** A scale-out, as it is stored in the activity, so that a repeated launch asks for the same. */
const addition = () =>
  z.strictObject({
    name: z.string(),
    /** The desired capacity when the plan was made. */
    from: z.int().min(0),
    /** What it is to become. Absolute, so that repeating it adds nothing. */
    target: z.int().min(0),
  });
const removal = () => z.strictObject({ name: z.string() });

/** Created with the first plan that is read: few evaluations read one. */
export const planSchema = z.lazy(() => z.union([addition(), removal()]));
export type Addition = z.output<ReturnType<typeof addition>>;
export type Plan = z.output<typeof planSchema>;

export const isAddition = (plan: Plan): plan is Addition => 'target' in plan;

export const countOf = (plan: Plan): number => (isAddition(plan) ? plan.target - plan.from : 0);

/**
 * Whether the plan still has something to do. The capacity may have been raised further by others, which the plan must not
 * take back, and it may have been lowered below where the plan began, perhaps after it was carried out. If it was lowered
 * to between the two, the same target is set twice; nothing shows the difference from a plan that was not carried out.
 */
export const isOpen = (plan: Addition, { desired }: { readonly desired: number }): boolean =>
  desired >= plan.from && desired < plan.target;
