import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fromHere = createRequire(import.meta.url);
const BROWSER = fileURLToPath(new URL('browser', import.meta.url));

/** Files that the package's build writes, because an installed package has neither esbuild nor the chart library. */
export const BUILT_PAGE = { script: join('browser', 'page.js'), notices: join('browser', 'notices.txt') } as const;

const built = (file: string): string | null => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
};

/** The bundled script of the page, with the parts of the chart library that it uses. */
export function pageScript(): string {
  const script = built(BUILT_PAGE.script);
  if (script !== null) return script;
  // Bundling takes a second, and its result is always the same.
  bundled ??= bundledScript();
  return bundled;
}
let bundled: string | undefined;

function bundledScript(): string {
  // Loaded on demand, so that other commands do not wait for it.
  const { buildSync } = fromHere('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [join(BROWSER, 'main.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Makes the output independent of the working directory.
    absWorkingDir: BROWSER,
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The notices that the licenses of the libraries require in every copy. */
export const pageNotices = (): string => built(BUILT_PAGE.notices) ?? noticesOfLibraries();

function noticesOfLibraries(): string {
  const echarts = dirname(fromHere.resolve('echarts/package.json'));
  const zrender = dirname(createRequire(join(echarts, 'package.json')).resolve('zrender/package.json'));
  const notice = readFileSync(join(echarts, 'NOTICE'), 'utf8').trim();
  const licence = readFileSync(join(zrender, 'LICENSE'), 'utf8').trim();
  return `${notice}\nLicensed under the Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0)\n\nzrender\n${licence}`;
}
