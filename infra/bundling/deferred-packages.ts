import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { buildSync as Build, BuildOptions, Metafile } from 'esbuild';

/**
 * Packages that only some policies need, and that are used where nothing can be awaited: they are loaded at their first
 * use, and not at a cold start. Of each, what its file exports, and what the sources import instead.
 */
const DEFERRED: Readonly<Record<string, { readonly contents: string; readonly deferring: string }>> = {
  croner: {
    contents: "export { Cron } from 'croner';",
    deferring: 'export function Cron(...values) { return new (load().Cron)(...values); }',
  },
  jsep: {
    contents: "export { default } from 'jsep';",
    deferring: 'export default (text) => load().default(text);',
  },
};
const IMPORTED = new RegExp(`(?<= from ')(${Object.keys(DEFERRED).join('|')})(?=';$)`, 'gm');

const fileOf = (name: string): string => `./deferred-${name}.cjs`;
const FOLDER = 'deferred-packages';

/** For esbuild: the files of the packages are beside the bundle, and not in it. */
export const DEFERRED_FILES = Object.keys(DEFERRED).map(fileOf);

/** The text of a source file, in which a deferred package is imported from what loads it; `up`: the path to the copied root. */
export const withDeferred = (text: string, up: string): string =>
  text.replaceAll(IMPORTED, (name) => `${up}/${FOLDER}/${name}.mjs`);

/** Writes, into the copied sources, the modules that load the packages. */
export function writeDeferring(root: string): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [name, { deferring }] of Object.entries(DEFERRED)) {
    const load = `let loaded;\nconst load = () => (loaded ??= require('${fileOf(name)}'));`;
    writeFileSync(join(root, FOLDER, `${name}.mjs`), `${load}\n${deferring}\n`);
  }
}

/** Bundles the packages that the outputs load, each as one CommonJS file, because `require` loads it. */
export function bundleDeferred(
  outputs: Metafile['outputs'],
  folder: string,
  options: BuildOptions,
  build: typeof Build,
) {
  const used = new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
  const bundled: Metafile['outputs'] = {};
  for (const [name, { contents }] of Object.entries(DEFERRED)) {
    if (!used.has(fileOf(name))) continue;
    const { metafile } = build({
      ...options,
      stdin: { contents, resolveDir: options.absWorkingDir ?? '' },
      ...{ format: 'cjs', splitting: false, banner: {}, external: [], outdir: folder, entryNames: `deferred-${name}` },
      outExtension: { '.js': '.cjs' },
    });
    Object.assign(bundled, metafile?.outputs);
  }
  return bundled;
}
