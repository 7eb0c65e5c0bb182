import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { REPOSITORY } from '../../local/paths.ts';
import { madeOnce } from '../runner/made-once.ts';

/** What the command line is made of, and how. */
const SOURCES = ['cli', 'shared', 'local', 'infra', 'functions', 'package-lock.json', 'test/cli/bundled.ts'];

const made = new Map<string, Promise<string>>();

/**
 * The program in a few files instead of the hundreds of modules that it consists of. It does the same in a process of its
 * own, but a command needs less than half the time, most of which is loading.
 */
export const bundledProgram = (): Promise<string> => bundled('program', join('cli', 'headcount.ts'), SOURCES);

/** The same of a script of the tests that several processes run. */
export const bundledScript = (path: string): Promise<string> =>
  bundled(`script-${basename(path, '.ts')}`, path, ['shared', 'test', 'package-lock.json']);

function bundled(name: string, entry: string, sources: readonly string[]): Promise<string> {
  const file = async () => join(await madeOnce(name, sources, (folder) => bundle(entry, folder)), outputOf(entry));
  const promise = made.get(entry) ?? file();
  made.set(entry, promise);
  return promise;
}

const outputOf = (entry: string): string => `${basename(entry, '.ts')}.js`;

async function bundle(entry: string, outdir: string): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(REPOSITORY, entry)],
    outdir,
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
    mainFields: ['module', 'main'],
    // CommonJS dependencies call `require`; ES modules have none.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [whereItWas],
  });
}

/** A module finds files beside it. */
const whereItWas: Plugin = {
  name: 'where-it-was',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const known = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path };
      const contents = Object.entries(known).reduce(
        (all, [name, value]) => all.replaceAll(`import.meta.${name}`, JSON.stringify(value)),
        text,
      );
      return { contents, loader: 'ts' };
    });
  },
};
