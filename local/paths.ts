import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository that this file is part of; in an installed package its dist/, which has the same layout. */
export const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

const isInstalled = import.meta.url.endsWith('.js');
const cache = () => process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');

/**
 * Everything the local AWS writes; safe to delete while nothing runs. In the repository it is ignored by git. An installed
 * package uses the user's cache folder: npm replaces the package's own folder whenever it installs.
 */
export const LOCAL = isInstalled ? join(cache(), 'headcount') : join(REPOSITORY, '.local');
