import * as z from 'zod';
import { forms } from '../validation/forms.ts';
import { refused, valueError } from '../validation/validation-reasons.ts';
import { checked } from '../validation/written-text.ts';
import { wholeNumber } from './whole-number.ts';

const SECONDS_PER_UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const DURATION_TEXT = /^(\d{1,9})([smhd])$/;
export const LONGEST_SECONDS = 366 * 86_400;

/** Every rejected duration has this error; its sentence names both accepted forms. */
const DURATION_FAULT = valueError('', 'invalid-duration', {});

/** Whole seconds of `90`, `"90s"`, `"5m"`, `"2h"` or `"1d"`; `undefined` for anything else. */
function secondsOf(written: unknown): number | undefined {
  const seconds = typeof written === 'string' ? secondsOfText(written) : written;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) return undefined;
  return seconds >= 0 && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

function secondsOfText(text: string): number | undefined {
  const match = DURATION_TEXT.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * SECONDS_PER_UNIT[match[2] as keyof typeof SECONDS_PER_UNIT];
}

/** A duration field: written in either form, read as whole seconds. */
export const duration = forms(
  [wholeNumber.min(0).max(LONGEST_SECONDS), z.string().regex(DURATION_TEXT, { error: DURATION_FAULT.message })],
  DURATION_FAULT,
).transform((written, context) => {
  const seconds = secondsOf(written);
  if (seconds !== undefined) return seconds;
  context.addIssue(refused(DURATION_FAULT));
  return z.NEVER;
});

/**
 * Seconds that decisions look back over. One evaluation reads many groups' metrics at once, as far back as the longest of
 * them asks: so none may ask for more than a day.
 */
export const withinADay = <Schema extends z.ZodType<number>>(schema: Schema): Schema =>
  atMost(schema, SECONDS_PER_UNIT.d);

/** A duration of at most so many seconds. */
export const atMost = <Schema extends z.ZodType<number>>(schema: Schema, limit: number): Schema =>
  checked(
    schema,
    (seconds) => seconds <= limit,
    (written) => valueError('', 'duration-too-long', { written, limit }),
  );

/** As {@link duration}, but zero would make no sense. */
export const positiveDuration = checked(
  duration,
  (seconds) => seconds > 0,
  () => valueError('', 'duration-zero', {}),
);
