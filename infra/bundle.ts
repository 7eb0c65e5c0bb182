import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Metafile } from 'esbuild';
import type { FunctionName } from '../shared/names/index.ts';
import { bundleDeferred, DEFERRED_FILES, withDeferred, writeDeferring } from './bundling/deferred.ts';
import { withDirectImports } from './bundling/direct-imports.ts';
import { contentsOf, keptOrMade } from './bundling/kept-bundles.ts';
import { mergeStart } from './bundling/merge-start.ts';
import { withoutMeanings } from './bundling/without-meanings.ts';

/** What the sources need beside them. */
const SHARED = ['node_modules', 'package.json', 'tsconfig.json'];

/** Resolved from this module, not from the working directory, because your own CDK app may synthesize the stack. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Folder of the function's sources; in an installed package, of its bundle. */
export const functionFolder = (name: FunctionName): string => join(ROOT, 'functions', name);

/** Whether the function's folder holds its bundle. True in an installed package, which contains neither sources nor esbuild. */
export const isBundled = (name: FunctionName): boolean => existsSync(join(functionFolder(name), 'index.mjs'));

/**
 * Options for bundling the functions. The bundle includes the SDK, because the copy in the Lambda runtime is older
 * than the tested version and slower to load. Code splitting puts modules that are imported on demand, such as the EC2
 * client, into separate files that a cold start does not read. There is no source map: it would be larger than the
 * code, and reading it would cost the start-up time that bundling saves. The output depends on the sources alone, so
 * you can build the map of a deployed version later, by bundling its commit with `{ sourcemap: true }`.
 */
export const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  // esbuild can tree-shake the SDK's ES modules, but not its CommonJS `main`.
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  entryNames: 'index',
  chunkNames: 'chunk-[hash]',
  // CommonJS dependencies call `require` for Node's built-in modules; ES modules have no `require`.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  // Chunk hashes depend on paths; relative to the copy of the sources, the paths are the same on every machine.
  preserveSymlinks: true,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Bundles one entry file into `outdir` as `index.mjs` and its chunks. Throws esbuild's errors. */
export function bundle(entry: string, outdir: string, changes: BuildOptions = {}): Metafile {
  const sources = withDirectImports(entry, ROOT, (text, path) => withoutMeanings(withDeferred(text, path)));
  const make = () => bundleSources(sources, relative(ROOT, entry), resolve(outdir), changes);
  // Only what is deployed is bundled again and again.
  return Object.keys(changes).length > 0 ? make() : keptOrMade(ingredientsOf(sources), resolve(outdir), make);
}

type Sources = ReadonlyMap<string, string>;

function bundleSources(sources: Sources, entry: string, outdir: string, changes: BuildOptions): Metafile {
  // Loaded on demand, because an installed package has no esbuild.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const copy = mkdtempSync(join(tmpdir(), 'headcount-sources-'));
  try {
    for (const name of SHARED) symlinkSync(join(ROOT, name), join(copy, name));
    for (const [path, text] of sources) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    writeDeferring(copy);
    // The names that esbuild gives to variables depend on the path of its output, too.
    const made = join(copy, 'bundle');
    const options = { ...OPTIONS, absWorkingDir: copy, external: DEFERRED_FILES, ...changes };
    const { metafile } = buildSync({ ...options, entryPoints: [join(copy, entry)], outdir: made });
    if (!metafile) throw new Error(`esbuild returned no metafile for ${entry}`);
    const outputs = mergeStart(metafile.outputs, copy, options, buildSync);
    const deferred = bundleDeferred(outputs, made, options, buildSync);
    cpSync(made, outdir, { recursive: true });
    return { ...metafile, outputs: { ...outputs, ...deferred } };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What a bundle depends on: the sources, the first of which is the entry; the installed packages, esbuild among them; and what bundles them. */
function* ingredientsOf(sources: Sources): Iterable<string> {
  for (const [path, text] of sources) yield* [path, text];
  for (const path of ['node_modules/.package-lock.json', 'package.json', 'tsconfig.json', 'infra/bundle.ts']) {
    yield readFileSync(join(ROOT, path), 'utf8');
  }
  yield* contentsOf(join(ROOT, 'infra', 'bundling'));
}

export function bundleFunction(name: FunctionName, outdir: string, changes: BuildOptions = {}): Metafile {
  return bundle(join(functionFolder(name), 'handler.ts'), outdir, changes);
}
