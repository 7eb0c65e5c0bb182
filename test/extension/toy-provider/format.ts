import * as z from 'zod';
import type { ProviderFormat } from '../../../shared/providers/provider-module.ts';

const schema = z.strictObject({ kind: z.literal('rack'), rack: z.string().min(1), slots: z.int().min(1).default(4) });
export type Rack = z.output<typeof schema>;

/** To add: which slots are switched on. To remove: none are needed. */
const planSchema = z.strictObject({ slots: z.array(z.int()) });
export type RackPlan = z.output<typeof planSchema>;

export const format = { kind: 'rack', schema, planSchema } as const satisfies ProviderFormat<Rack, RackPlan>;
