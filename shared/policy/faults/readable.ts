import type * as z from 'zod';
import { isMap } from '../../model/index.ts';

/**
 * What a schema reads of a map without the fields that are wrong, so that all faults of a document are reported together;
 * undefined if the schema needs one of those fields.
 */
export function readable<Output>(schema: z.ZodType<Output>, written: unknown): Output | undefined {
  const parsed = schema.safeParse(written);
  if (parsed.success || !isMap(written)) return parsed.data;
  const wrong = new Set(parsed.error.issues.flatMap(fieldsOf));
  return schema.safeParse(Object.fromEntries(Object.entries(written).filter(([field]) => !wrong.has(field)))).data;
}

const fieldsOf = (issue: z.core.$ZodIssue): readonly PropertyKey[] =>
  issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : issue.path.slice(0, 1);
