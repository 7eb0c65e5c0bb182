import { createRequire } from 'node:module';

/** The version of Headcount that runs, by the package's own name: the built code is in another folder than the source. */
export const { version } = createRequire(import.meta.url)('headcount/package.json') as { readonly version: string };
