import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Metafile } from 'esbuild';
import type { FunctionName } from '../shared/runtime/limits.ts';

/** Found from this module, not from the working directory: a user's own app may synthesize the stack. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Sources of the function; in an installed package its bundle. */
export const functionFolder = (name: FunctionName): string => join(ROOT, 'functions', name);

/** Whether the function's folder holds its bundle: in an installed package, which comes without sources and esbuild. */
export const isBundled = (name: FunctionName): boolean => existsSync(join(functionFolder(name), 'index.mjs'));

/**
 * How functions are bundled. Everything is in the bundle, the SDK too: the runtime's own copy is older than the one
 * tested here, and slower to load. Splitting keeps what is imported on demand, such as the EC2 client, in a file of
 * its own that a cold start does not read. There is no source map: it would outweigh the code in the archive, and
 * reading one costs the start-up that the bundle saves. The output is a function of the sources alone, so a map for
 * any deployed version can be made afterwards, with `{ sourcemap: true }` on its commit.
 */
const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  // The SDK's ES modules can be shaken, its CommonJS `main` cannot.
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  entryNames: 'index',
  chunkNames: 'chunk-[hash]',
  // CommonJS dependencies call `require` for Node's own modules, which an ES module has not got.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  // Paths go into the chunks' hashes: relative to here they are the same on every machine.
  absWorkingDir: ROOT,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Bundles one entry file into `outdir` as `index.mjs` and its chunks. Throws the faults that esbuild found. */
export function bundle(entry: string, outdir: string, changes: BuildOptions = {}): Metafile {
  // Loaded on use: an installed package has no esbuild.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { metafile } = buildSync({ ...OPTIONS, entryPoints: [entry], outdir, ...changes });
  if (!metafile) throw new Error(`esbuild returned no metafile for ${entry}`);
  return metafile;
}

export function bundleFunction(name: FunctionName, outdir: string, changes: BuildOptions = {}): Metafile {
  return bundle(join(functionFolder(name), 'handler.ts'), outdir, changes);
}
