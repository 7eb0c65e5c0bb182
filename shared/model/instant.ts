import * as z from 'zod';
import { valueError } from './validation-reasons.ts';

const TIME_FAULT = valueError('', 'invalid-time', {}).message;

/** A moment: written as text, read as ms since the epoch. */
export const instant = z
  .union([z.iso.datetime({ offset: true, error: TIME_FAULT }), z.date({ error: TIME_FAULT })], { error: TIME_FAULT })
  .transform((written) => new Date(written).getTime());
