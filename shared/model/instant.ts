import * as z from 'zod';

const TIME_FAULT = 'must be a time such as 2026-11-21T12:00:00Z';

/** A moment: written as text, read as ms since the epoch. */
export const instant = z
  .union([z.iso.datetime({ offset: true, error: TIME_FAULT }), z.date({ error: TIME_FAULT })], { error: TIME_FAULT })
  .transform((written) => new Date(written).getTime());
