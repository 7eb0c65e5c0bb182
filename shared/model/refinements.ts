import type * as z from 'zod';

/** A refinement: of the fields named, exactly one is written. Used where one object has several exclusive forms. */
export function exactlyOne<Field extends string>(fields: readonly Field[]) {
  return (written: Partial<Record<Field, unknown>>, context: z.RefinementCtx) => {
    const present = fields.filter((field) => written[field] !== undefined);
    if (present.length === 1) return;
    const wanted = fields.join(', ');
    const found = present.length === 0 ? 'none is written' : `${present.join(' and ')} are written`;
    context.addIssue({ code: 'custom', message: `must have exactly one of ${wanted}; ${found}` });
  };
}

/** A refinement: of the fields named, at least one is written. */
export function atLeastOne<Field extends string>(fields: readonly Field[]) {
  return (written: Partial<Record<Field, unknown>>, context: z.RefinementCtx) => {
    if (fields.some((field) => written[field] !== undefined)) return;
    context.addIssue({ code: 'custom', message: `must have at least one of ${fields.join(', ')}` });
  };
}

/** A refinement: a list names nothing twice. */
export function noneTwice(list: readonly string[], context: z.RefinementCtx): void {
  list.forEach((each, index) => {
    if (list.indexOf(each) < index)
      context.addIssue({ code: 'custom', message: `is named twice: ${each}`, path: [index] });
  });
}
