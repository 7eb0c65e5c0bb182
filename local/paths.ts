import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. In an installed package, it is dist/, which has the same layout. */
export const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

const isInstalled = import.meta.url.endsWith('.js');
const cache = () => process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');

/**
 * The folder for all files of the local AWS. You may delete it while nothing runs. In the repository, git ignores it. An
 * installed package uses the user's cache folder, because npm replaces the package's own folder on every install.
 */
export const LOCAL = isInstalled ? join(cache(), 'headcount') : join(REPOSITORY, '.local');
