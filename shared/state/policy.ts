import * as z from 'zod';
import type { ValidationError } from '../policy/index.ts';
import { slice } from './slice.ts';

/** Items of versions that knew no codes have a path and a message alone. */
const validationError = z.object({
  path: z.string(),
  message: z.string(),
  code: z.string().default('invalid-value'),
  params: z.record(z.string(), z.json()).default({}),
}) as unknown as z.ZodType<ValidationError>;

/** Which policy is in force. Written when a document is accepted, rejected or deleted, and when its deletion is finished. */
export const policySlice = slice({
  name: 'policy',
  schemaVersion: 1,
  schema: z.strictObject({
    /** The accepted version in force; null until a first document has been accepted, and once it is deleted. */
    version: z.int().min(1).nullable(),
    /** What is wrong with the newest document; empty when it was accepted. */
    errors: z.array(validationError).readonly(),
    /** The policy was deleted with `onDelete: drain`: its last version takes the group to zero, then the deletion is finalized. */
    deleting: z.boolean(),
  }),
  empty: { version: null, errors: [], deleting: false },
});

export type PolicyInForce = z.output<typeof policySlice.schema>;
