import { makers, type Reason, ReasonedError, reasonedErrors, valueError } from '../model/index.ts';
import { reasons } from './reasons.ts';

/** What is written of a group's state cannot be used by this version: `slice` and, where one is to blame, its field. */
export class StateError extends ReasonedError {
  readonly group: string;
  readonly slice: string;
  readonly field: string | null;

  constructor(at: { readonly group: string; readonly slice: string; readonly field: string | null }, reason: Reason) {
    super(reason, stated(reason).message);
    this.group = at.group;
    this.slice = at.slice;
    this.field = at.field;
  }
}

const because = makers(reasons);
const stated = reasonedErrors(reasons);

export const newerVersion = (group: string, slice: string, version: number, known: number): StateError =>
  new StateError({ group, slice, field: 'schemaVersion' }, because['state-newer']({ group, slice, version, known }));

/** `fault`: a validation error's code and parameters. */
export const invalidSlice = (group: string, slice: string, field: string, { code, params }: Reason): StateError =>
  new StateError(
    { group, slice, field: field || null },
    because['state-invalid']({ group, slice, field, fault: { code, params } }),
  );

/** As {@link invalidSlice}, for a field that must be a number and is not. */
export const noNumber = (group: string, slice: string, field: string): StateError =>
  invalidSlice(group, slice, field, valueError('', 'wrong-type', { expected: 'number' }));
