import * as z from 'zod';
import type { Reason } from './reason.ts';
import { because } from './written.ts';

/** A reason from outside: of this version or of another one, so its code and parameters are taken as they are. */
export const reasonSchema = z.object({
  code: z.string().max(100),
  params: z.record(z.string(), z.json()),
}) as unknown as z.ZodType<Reason>;

/** A stored reason. Earlier versions stored its text alone. */
export const writtenReason = z.union([reasonSchema, z.string().transform((text): Reason => because.text({ text }))]);
