import * as z from 'zod';

/** A scale-out, as it is stored in the activity, so that a repeated launch asks for the same. */
const addition = () =>
  z.strictObject({
    name: z.string(),
    /** The desired capacity when the plan was made. */
    from: z.int().min(0),
    /** What it is to become. Absolute, so that repeating it adds nothing. */
    target: z.int().min(0),
    /** How many of these are on demand, where the service has a target for each market. */
    onDemand: z.int().min(0).optional(),
    /** Workers that the service had beyond `from`: they belong to the target, and are not added. */
    surplus: z.int().min(0).optional(),
    /** The version of a launch template that the service is to use first. */
    template: z.object({ id: z.string(), version: z.string() }).optional(),
  });
const removal = () => z.strictObject({ name: z.string() });

/** Created with the first plan that is read: few evaluations read one. */
export const planSchema = z.lazy(() => z.union([addition(), removal()]));
export type Addition = z.output<ReturnType<typeof addition>>;
export type Plan = z.output<typeof planSchema>;
