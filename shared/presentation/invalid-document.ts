import { type InvalidInputError, invalid } from '../model/index.ts';
import { faultText, type ValidationError } from '../policy/index.ts';

/** The error for an invalid document: one line for each validation error, at most `most` of them. */
export function invalidDocument(what: string, faults: readonly ValidationError[], most = Infinity): InvalidInputError {
  const lines = faults.slice(0, most).map((fault) => `  ${faultText(fault)}`);
  const more = faults.length > most ? [`  and ${faults.length - most} more like these`] : [];
  return invalid([`${what} is not valid:`, ...lines, ...more].join('\n'));
}
