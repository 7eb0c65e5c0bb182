import * as z from 'zod';
import type { ValueError } from './validation-reasons.ts';

/** A union has one constant message and no place for a code, so the code of a form's error is found by its message. */
const errors = new Map<string, ValueError>();

/** A field with several forms. A value that has none of them gets `error`, whose parameters are constant. */
export function forms<const Forms extends readonly z.core.SomeType[]>(
  options: Forms,
  error: ValueError,
): z.ZodUnion<Forms> {
  errors.set(error.message, error);
  return z.union(options, { error: error.message });
}

export const errorOfForm = (message: string): ValueError | undefined => errors.get(message);
