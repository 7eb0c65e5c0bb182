import { createRequire } from 'node:module';

// By the package's own name, as the built program has another folder than the source.
export const { version } = createRequire(import.meta.url)('headcount/package.json') as { readonly version: string };
