import { z } from 'zod';
import type { CallFault } from './call-faults.ts';

const action = z.string().min(1).default('*');
const count = z.int().min(1).default(1);
const when = z.enum(['before', 'after']);

const callFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('throttle'), action, count }),
  z.strictObject({
    kind: z.literal('error'),
    action,
    count,
    code: z.string().default('InternalError'),
    status: z.int().min(400).max(599).default(500),
    when: when.default('before'),
  }),
  z.strictObject({ kind: z.literal('reset'), action, count, when: when.default('before') }),
  z.strictObject({ kind: z.literal('latency'), action, count, ms: z.number().min(0) }),
]);

/** Validates a fault from another process. Throws if it is invalid. */
export const callFaultIn = (body: unknown): CallFault => callFault.parse(body) as CallFault;
