import * as z from 'zod';
import { requirements } from './requirements.ts';

/** A launch plan is the request to EC2. A removal plan has the target groups of the workers. */
const schemaOfPlans = () =>
  z.union([
    z.object({
      token: z.string(),
      onDemand: z.int().min(0),
      spot: z.int().min(0),
      launchTemplate: z.object({
        name: z.string().optional(),
        id: z.string().optional(),
        version: z.string(),
        image: z.string().optional(),
      }),
      pools: z
        .array(z.object({ instanceType: z.string(), subnet: z.string(), weight: z.int().min(1).optional() }))
        .readonly(),
      there: z.record(z.string(), z.int().min(0)).optional(),
      by: z.literal('run-instances').optional(),
      substitutes: z.literal(true).optional(),
      requirements: requirements.optional(),
      leftOut: z
        .array(z.object({ instanceType: z.string(), subnet: z.string() }))
        .readonly()
        .optional(),
      reservations: z.enum(['first', 'capacity-block']).optional(),
      starts: z
        .array(
          z.object({ id: z.string(), instanceType: z.string(), subnet: z.string(), weight: z.int().min(1).optional() }),
        )
        .readonly()
        .optional(),
      warm: z.literal(true).optional(),
    }),
    z.object({ targetGroups: z.array(z.string()).readonly() }),
  ]);
/** Created with the first plan that is read: few evaluations read one. */
export const planSchema = z.lazy(schemaOfPlans);
export type Ec2Plan = z.output<typeof planSchema>;

export interface Ec2Removal {
  readonly targetGroups: readonly string[];
}
