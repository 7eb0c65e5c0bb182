import { type ReasonCatalog, userErrors } from '../../shared/model/index.ts';
import { awsErrors } from './aws.ts';
import { commandErrors } from './commands.ts';
import { fileErrors } from './files.ts';

/** Every error of the command line, for the list of codes. */
export const ERROR_CATALOGS: readonly ReasonCatalog[] = [commandErrors, fileErrors, awsErrors];

export const errors = userErrors({ ...commandErrors, ...fileErrors, ...awsErrors });
