import { ReasonedError, remedyIn, UserError } from '../../shared/model/index.ts';
import { remedy, sentence } from '../../shared/presentation/index.ts';
import type { ErrorDocument } from '../../shared/terminal/index.ts';
import { ERROR_CATALOGS } from '../errors/index.ts';

const SCHEMA = 'Correct what the message names; "npx headcount policy schema" prints what a policy may contain.';
const GENERAL = remedyIn(ERROR_CATALOGS);

/** Errors with codes of any room, in the words of the presentation. Where the message itself says what to do, programs get the remedy that fits any such error. */
export function describedError(error: unknown): ErrorDocument | undefined {
  if (error instanceof UserError && error.remedy === null) {
    const { reason, sentence: message } = error;
    const general = reason.code === 'invalid-document' ? SCHEMA : GENERAL(reason);
    return {
      code: reason.code,
      message,
      remedy: general ?? GENERAL({ code: 'failed', params: {} }),
      params: reason.params,
    };
  }
  if (!(error instanceof ReasonedError)) return undefined;
  const { code, params } = error.reason;
  return { code, message: sentence(error.reason), remedy: remedy(error.reason), params };
}
