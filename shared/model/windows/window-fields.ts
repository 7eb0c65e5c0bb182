import { Cron } from 'croner';
import * as z from 'zod';
import { positiveDuration } from '../fields/duration.ts';
import { forms } from '../validation/forms.ts';
import { always } from '../validation/refinements.ts';
import { refused, valueError } from '../validation/validation-reasons.ts';
import { checked, textLike } from '../validation/written-text.ts';

const cronText = checked(
  z.string().max(200),
  (text) => text.trim().split(/\s+/).length === 5 && isCron(text),
  (written) => valueError('', 'invalid-cron', { written }),
);

const timezone = checked(z.string().max(64), isTimezone, (written) => valueError('', 'unknown-time-zone', { written }));

const timeOfDay = textLike(/^([01]\d|2[0-3]):[0-5]\d$/, (written) =>
  valueError('', 'invalid-time-of-day', { written }),
);
const date = checked(
  z.string().max(10),
  (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDate(text),
  (written) => valueError('', 'invalid-date', { written }),
);

/** Fields of a window: it opens by cron or on one date, at wall-clock time in its zone, and closes after a time or at one. */
export const windowFields = {
  cron: cronText.optional(),
  on: date.optional().meta({ description: 'One date, such as 2026-11-27, instead of cron.' }),
  start: timeOfDay.optional().meta({ description: 'When the window opens on that date, such as 08:00.' }),
  lasts: forms([positiveDuration, z.literal('day')], valueError('', 'invalid-window-length', {}))
    .optional()
    .meta({ description: 'How long it is open: a duration, or day, until the clock shows the same on the next day.' }),
  until: timeOfDay.optional().meta({ description: 'When it closes instead: the next time that the clock shows it.' }),
  timezone: timezone.default('UTC'),
};

type WindowParts = {
  readonly [Field in Exclude<keyof typeof windowFields, 'timezone'>]?: z.output<(typeof windowFields)[Field]>;
};

/** A refinement of an object with the fields of a window. */
export function windowForms({ cron, on, start, lasts, until }: WindowParts, context: z.RefinementCtx): void {
  const both = (fields: string[]) => refused(valueError('', 'not-exactly-one', { fields, written: fields }));
  const missing = (fields: string[]) =>
    refused(valueError('', 'not-exactly-one', { fields, written: [] }), fields.slice(0, 1));
  if (cron !== undefined && on !== undefined) context.addIssue(both(['cron', 'on']));
  if (cron === undefined && on === undefined) context.addIssue(missing(['cron', 'on']));
  if (lasts !== undefined && until !== undefined) context.addIssue(both(['lasts', 'until']));
  if (lasts === undefined && until === undefined) context.addIssue(missing(['lasts', 'until']));
  if (start !== undefined && on === undefined)
    context.addIssue(refused(valueError('', 'field-needed-with', { field: 'on' }), ['start']));
}

const windowSchema = z.strictObject(windowFields).superRefine(windowForms, always);
export type Window = z.output<typeof windowSchema>;
export { windowSchema as window };

function isCron(text: string): boolean {
  try {
    new Cron(text, { paused: true });
    return true;
  } catch {
    return false;
  }
}

/** Making a format takes longer than all else that reads a policy. There are a few hundred timezones. */
const timezones = new Set<string>();

function isTimezone(name: string): boolean {
  if (timezones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    timezones.add(name);
    return true;
  } catch {
    return false;
  }
}

function isDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
