import { InvalidInputError, type ReasonCatalog, type UserError, userErrors } from '../../shared/model/index.ts';
import { awsErrors } from './aws.ts';
import { commandErrors } from './commands.ts';
import { fileErrors } from './files.ts';

/** Every error of the command line, for the list of codes. */
export const ERROR_CATALOGS: readonly ReasonCatalog[] = [commandErrors, fileErrors, awsErrors];

export const errors = userErrors({ ...commandErrors, ...fileErrors, ...awsErrors });

/** The error for arguments that are missing or do not fit together. `what`: a sentence that says what to write. */
export const wrongUsage = (what: string, cause?: unknown): UserError =>
  new InvalidInputError(what, { reason: { code: 'wrong-usage', params: { what } }, cause });
