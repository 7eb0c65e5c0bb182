import { type UserError, userErrors } from '../model/index.ts';
import { faultText, type ValidationError } from '../policy/index.ts';
import { reasons } from './reasons.ts';

const errors = userErrors(reasons);

/** The error for an invalid document: one line for each validation error, at most `most` of them. */
export const invalidDocument = (what: string, faults: readonly ValidationError[], most = Infinity): UserError =>
  errors['invalid-document']({
    what,
    faults: faults.slice(0, most).map((fault) => faultText(fault) + (isOtherFile(fault) ? OTHER_FILE : '')),
    more: Math.max(0, faults.length - most),
  });

/** The document as a whole is a list, a number or a text, such as that of a CSV file. */
const isOtherFile = ({ path, code }: ValidationError): boolean => path === '' && code === 'wrong-type';
const OTHER_FILE = ' of fields; check that this is the right file';
