import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository this file is part of. */
export const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything the local AWS writes; ignored by git, and safe to delete while nothing runs. */
export const LOCAL = join(REPOSITORY, '.local');
