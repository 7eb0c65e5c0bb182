import type * as z from 'zod';
import { refused, valueError } from './validation-reasons.ts';

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

/** A refinement: a list names nothing twice. */
export function noneTwice(list: readonly string[], context: z.RefinementCtx): void {
  list.forEach((each, index) => {
    if (list.indexOf(each) < index) context.addIssue(refused(valueError('', 'named-twice', { name: each }), [index]));
  });
}
