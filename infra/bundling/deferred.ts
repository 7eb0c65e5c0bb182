import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { buildSync as Build, BuildOptions, Metafile } from 'esbuild';

interface Deferred {
  /** What the sources import: a package, or a module by its path. */
  readonly module: string;
  /** The text of its file beside the bundle. */
  readonly contents: string;
  /** The text of the module that the sources import instead. */
  readonly deferring: string;
}

/**
 * Code that only some policies need, and that is used where nothing can be awaited. It is loaded at its first use, and not at
 * a cold start. A module of the sources must not keep state that others read: its file has its own copy of what it imports.
 */
const DEFERRED: Readonly<Record<string, Deferred>> = {
  croner: {
    module: 'croner',
    contents: "export { Cron } from 'croner';",
    deferring: 'export function Cron(...values) { return new (load().Cron)(...values); }',
  },
  jsep: {
    module: 'jsep',
    contents: "export { default } from 'jsep';",
    deferring: 'export default (text) => load().default(text);',
  },
  'objective-learner': {
    module: 'shared/rules/objective/learner.ts',
    contents: "export { learner } from './shared/rules/objective/learner.ts';",
    deferring: 'export const learner = (...values) => load().learner(...values);',
  },
  'forecast-learner': {
    module: 'shared/rules/forecast/learner.ts',
    contents: "export { learner } from './shared/rules/forecast/learner.ts';",
    deferring: 'export const learner = (...values) => load().learner(...values);',
  },
  deadline: {
    module: 'shared/rules/deadline/recommend.ts',
    contents: "export { recommend } from './shared/rules/deadline/recommend.ts';",
    deferring: 'export const recommend = (...values) => load().recommend(...values);',
  },
};
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(DEFERRED).map(([name, { module }]) => [module, name]),
);
const IMPORTED = /(?<= from ')([^']+)(?=';$)/gm;

const fileOf = (name: string): string => `./deferred-${name}.cjs`;
const FOLDER = 'deferred';

/** For esbuild: these files are beside the bundle, and not in it. */
export const DEFERRED_FILES = Object.keys(DEFERRED).map(fileOf);

/** The text of the source file at `path`, with each import of a deferred module replaced. */
export const withDeferred = (text: string, path: string): string =>
  text.replaceAll(IMPORTED, (written) => {
    const name = NAMES.get(written.startsWith('.') ? join(dirname(path), written) : written);
    return name === undefined ? written : join(relative(dirname(path), FOLDER), `${name}.mjs`);
  });

/** Writes, into the copied sources, the modules that load the deferred ones. */
export function writeDeferring(root: string): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [name, { deferring }] of Object.entries(DEFERRED)) {
    const load = `let loaded;\nconst load = () => (loaded ??= require('${fileOf(name)}'));`;
    writeFileSync(join(root, FOLDER, `${name}.mjs`), `${load}\n${deferring}\n`);
  }
}

/** Bundles what the outputs load, each as one CommonJS file, because `require` loads it. */
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
      format: 'cjs',
      splitting: false,
      banner: {},
      external: [],
      outdir: folder,
      entryNames: `deferred-${name}`,
      outExtension: { '.js': '.cjs' },
    });
    Object.assign(bundled, metafile?.outputs);
  }
  return bundled;
}
