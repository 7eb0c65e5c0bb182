/** What is written of a group's state cannot be used by this version: `slice` and, where one is to blame, its field. */
export class StateError extends Error {
  readonly group: string;
  readonly slice: string;
  readonly field: string | null;

  constructor(
    { group, slice, field = null }: { group: string; slice: string; field?: string | null },
    message: string,
  ) {
    super(message);
    this.name = 'StateError';
    this.group = group;
    this.slice = slice;
    this.field = field;
  }
}

export const newerVersion = (group: string, slice: string, found: unknown, known: number): StateError =>
  new StateError(
    { group, slice, field: 'schemaVersion' },
    `The state of ${group} has ${slice === 'item' ? 'layout' : `slice ${slice} in`} schema version ${String(found)}; this version of Headcount reads up to ${known}. Update Headcount.`,
  );

export const invalidSlice = (group: string, slice: string, field: string, fault: string): StateError =>
  new StateError(
    { group, slice, field },
    `The state of ${group} is not valid: slice ${slice}, field ${field || '(all)'}: ${fault}. Was it changed by hand? See docs/how-to/runbook.md.`,
  );
