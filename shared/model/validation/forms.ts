import * as z from 'zod';
import { type ValueError, valueError } from './validation-reasons.ts';

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

/** A map of these fields. Whoever writes a single value instead gets an example of the map. */
export function mapLike<Shape extends z.core.$ZodLooseShape>(shape: Shape, example: string) {
  const error = valueError('', 'not-a-map', { example });
  errors.set(error.message, error);
  return z.strictObject(shape, {
    error: ({ code, input }) => (code === 'invalid_type' && input !== undefined ? error.message : undefined),
  });
}

/** A list whose entries are more than a text or number. The error for another type shows the example. */
export function listLike<Entry extends z.ZodType>(entry: Entry, example: string): z.ZodArray<Entry> {
  const error = valueError('', 'wrong-type', { expected: 'list', example });
  errors.set(error.message, error);
  return z.array(entry, {
    error: ({ code, input }) => (code === 'invalid_type' && input !== undefined ? error.message : undefined),
  });
}

export const errorOfForm = (message: string): ValueError | undefined => errors.get(message);
