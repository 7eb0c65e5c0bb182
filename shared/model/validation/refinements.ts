import type * as z from 'zod';
import { refused, valueError } from './validation-reasons.ts';

interface Checked {
  readonly issues: readonly z.core.$ZodRawIssue[];
}

/**
 * An option of `superRefine`: the refinement also runs if other parts have faults, so that all faults are reported at once.
 * For refinements that only check whether fields are written, or that check the types of what they read.
 */
export const always = { when: ({ issues }: Checked): boolean => !issues.some(isOfAnotherType) };

/** Like {@link always}, for a refinement that reads these fields, such as `spot.percent`: it runs only if all of them are valid. */
export const whereRight = (...fields: readonly string[]) => ({
  when: ({ issues }: Checked): boolean =>
    !issues.some((issue) => isOfAnotherType(issue) || fields.some((field) => isWrongWith(issue, field))),
});

/** A value that must be a map or a list, and is neither, has no parts to check. */
const isOfAnotherType = ({ path = [], code }: z.core.$ZodRawIssue): boolean =>
  path.length === 0 && code === 'invalid_type';

function isWrongWith({ path = [], code }: z.core.$ZodRawIssue, field: string): boolean {
  const at = path.join('.');
  if (at === field || at.startsWith(`${field}.`)) return true;
  // An issue of a refinement, or of an unknown field, says nothing about the other fields of the map.
  return field.startsWith(`${at}.`) && code !== 'custom' && code !== 'unrecognized_keys';
}

/** A refinement: of the fields named, exactly one is written. Used where one object has several exclusive forms. */
export function exactlyOne<Field extends string>(fields: readonly Field[]) {
  return (written: Partial<Record<Field, unknown>>, context: z.RefinementCtx) => {
    const present = fields.filter((field) => written[field] !== undefined);
    if (present.length === 1) return;
    context.addIssue(refused(valueError('', 'not-exactly-one', { fields, written: present })));
  };
}

/** A refinement: of the fields named, at least one is written. */
export function atLeastOne<Field extends string>(fields: readonly Field[]) {
  return (written: Partial<Record<Field, unknown>>, context: z.RefinementCtx) => {
    if (fields.some((field) => written[field] !== undefined)) return;
    context.addIssue(refused(valueError('', 'not-even-one', { fields })));
  };
}

/** A refinement and its option: `min` is not above `max`. */
export const minUpToMax = [
  ({ min = -Infinity, max = Infinity }: Bounds, context: z.RefinementCtx): void => {
    if (min > max) context.addIssue(refused(valueError('', 'min-above-max', { max }), ['min']));
  },
  whereRight('min', 'max'),
] as const;

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A refinement: a list names nothing twice. `below`: where in an entry its name is. */
export function noneTwice(list: readonly unknown[], context: z.RefinementCtx, below: readonly string[] = []): void {
  const known = new Set<string>();
  list.forEach((each, index) => {
    if (typeof each !== 'string') return;
    if (known.has(each)) context.addIssue(refused(valueError('', 'named-twice', { name: each }), [index, ...below]));
    known.add(each);
  });
}
