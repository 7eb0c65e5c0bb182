import { createRequire } from 'node:module';

// By the package's own name, because the built program is in another folder than the source.
export const { version } = createRequire(import.meta.url)('headcount/package.json') as { readonly version: string };
