import * as z from 'zod';
import type { Reason } from './reason.ts';

/** A reason from outside: of this version or of another one, so its code and parameters are taken as they are. */
export const reasonSchema = z.object({
  code: z.string().max(100),
  params: z.record(z.string(), z.json()),
}) as unknown as z.ZodType<Reason>;
