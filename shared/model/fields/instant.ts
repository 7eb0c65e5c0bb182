import * as z from 'zod';
import { forms } from '../validation/forms.ts';
import { valueError } from '../validation/validation-reasons.ts';

const TIME_FAULT = valueError('', 'invalid-time', {});
const error = TIME_FAULT.message;

/** A moment: written as text, read as ms since the epoch. */
export const instant = forms([z.iso.datetime({ offset: true, error }), z.date({ error })], TIME_FAULT).transform(
  (written) => new Date(written).getTime(),
);
