import type { ValidationError } from '../../policy/index.ts';
import {
  anything,
  fields,
  flag,
  list,
  mapOf,
  nullable,
  otherwise,
  type Shape,
  type Shaped,
  text,
  whole,
} from '../shape.ts';
import { slice } from '../slice.ts';

/** Items of versions that knew no codes have a path and a message alone. */
const validationError = fields(
  {
    path: text,
    message: text,
    code: otherwise(text, 'invalid-value'),
    params: otherwise(mapOf(anything), {}),
  },
  { others: 'ignored' },
) as unknown as Shape<ValidationError>;

/** Which policy is in force. Written when a document is accepted, rejected or deleted, and when its deletion is finished. */
export const policySlice = slice({
  name: 'policy',
  schemaVersion: 1,
  shape: fields({
    /** The accepted version in force; null until a first document has been accepted, and once it is deleted. */
    version: nullable(whole(1)),
    /** What is wrong with the newest document; empty when it was accepted. */
    errors: list(validationError),
    /** The policy was deleted with `onDelete: drain`: its last version takes the group to zero, then the deletion is finalized. */
    deleting: flag,
  }),
  empty: { version: null, errors: [], deleting: false },
});

export type PolicyInForce = Shaped<typeof policySlice.shape>;
