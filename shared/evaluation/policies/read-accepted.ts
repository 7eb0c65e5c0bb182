import { becauseWritten, type Parsed, reasonedErrors, reasonOfError } from '../../model/index.ts';
import {
  type Policy,
  parsePolicy,
  reasons as policyReasons,
  readCompletedPolicy,
  storedReasons,
} from '../../policy/index.ts';
import { becauseOfRecord, recordReasons, wrongFields } from '../record-reasons.ts';

interface Accepted {
  readonly document: unknown;
  readonly completed: unknown;
}

/**
 * The policy as it was accepted. Versions that were stored without their defaults get the current defaults. Throws for a
 * newer schema version.
 */
export const readAccepted = ({ document, completed }: Accepted): Parsed<Policy> =>
  completed === null ? parsePolicy(document) : readCompletedPolicy(completed);

/** Its texts are loaded only with what validates policies. */
const fault = reasonedErrors(recordReasons, policyReasons, storedReasons);

/** The accepted policy, or the error that says why this version of Headcount cannot use it. */
export function acceptedPolicy(
  key: { readonly group: string; readonly version: number },
  accepted: Accepted,
): Policy | Error {
  try {
    const parsed = readAccepted(accepted);
    if (parsed.ok) return parsed.value;
    const cause = becauseOfRecord['stored-policy-invalid'](wrongFields(parsed.faults));
    return fault(becauseOfRecord['policy-unusable']({ ...key, cause }));
  } catch (error) {
    const cause = reasonOfError(error, (text) => becauseWritten.text({ text }));
    return fault(becauseOfRecord['policy-unusable']({ ...key, cause }));
  }
}
