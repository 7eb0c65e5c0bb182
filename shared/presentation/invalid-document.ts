import { type UserError, userErrors } from '../model/index.ts';
import { faultText, type ValidationError } from '../policy/index.ts';
import { reasons } from './reasons.ts';

const errors = userErrors(reasons);

/** The error for an invalid document: one line for each validation error, at most `most` of them. */
export const invalidDocument = (what: string, faults: readonly ValidationError[], most = Infinity): UserError =>
  errors['invalid-document']({
    what,
    faults: faults.slice(0, most).map((fault) => faultText(fault)),
    more: Math.max(0, faults.length - most),
  });
