import { type Reason, ReasonedError, UserError } from '../../shared/model/index.ts';
import { remedy, sentence } from '../../shared/presentation/index.ts';
import type { ErrorDocument } from '../../shared/terminal/index.ts';
import { errors } from '../errors/index.ts';

const IN_MESSAGE = errors.failed({}).remedy;

/** Errors with codes of any room, in the words of the presentation. Where the message itself says what to do, programs get the remedy that fits any such error. */
export function describedError(error: unknown): ErrorDocument | undefined {
  if (error instanceof UserError && error.remedy === null) {
    const { sentence: message, faults } = error;
    const { code, params } = reasonOf(error);
    return { code, message, remedy: IN_MESSAGE, params, ...(faults.length > 0 && { faults }) };
  }
  if (!(error instanceof ReasonedError)) return undefined;
  const { code, params } = error.reason;
  return { code, message: sentence(error.reason), remedy: remedy(error.reason), params };
}

/** An error about wrong input can have a cause with a more specific code. */
const reasonOf = ({ reason, cause, isCoded }: UserError): Reason =>
  !isCoded && cause instanceof ReasonedError ? cause.reason : reason;
