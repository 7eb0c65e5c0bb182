import * as z from 'zod';
import { refused, type ValueError } from './validation-reasons.ts';

/** Text of a pattern, with a validation error of its own. Editors read the pattern in the JSON Schema. */
export function textLike(
  pattern: RegExp,
  fault: (written: string) => ValueError,
  { min, max }: { readonly min?: number; readonly max?: number } = {},
): z.ZodString {
  const atLeast = min === undefined ? z.string() : z.string().min(min);
  const sized = max === undefined ? atLeast : atLeast.max(max);
  return checked(sized, (text) => pattern.test(text), fault).meta({ pattern: pattern.source });
}

/** A schema with a condition that has a validation error of its own. `when`: for a map or a list, whether it also runs if parts have faults. */
export const checked = <Schema extends z.ZodType>(
  schema: Schema,
  isValid: (value: z.output<Schema>) => boolean,
  fault: (value: z.output<Schema>) => ValueError,
  when?: z.core.$ZodSuperRefineParams,
): Schema =>
  schema.superRefine((value, context) => {
    if (!isValid(value)) context.addIssue(refused(fault(value)));
  }, when) as Schema;
