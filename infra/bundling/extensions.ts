import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorText } from '../../shared/model/index.ts';
import type { FunctionName } from '../../shared/names/index.ts';
import { because, extensionFault, type Registered, registeredEditions } from '../../shared/registration/index.ts';
import { bundleFunction, functionFolder, isBundled, OPTIONS } from '../bundle.ts';

/** The handler of a function with extensions: it registers them before it loads the function. */
export const EXTENDED_HANDLER = 'extended.handler';
const EXTENDED = "import './extensions.mjs';\nexport const { handler } = await import('./index.mjs');\n";

const ownModule = (path: string): string => {
  const file = fileURLToPath(new URL(`../../shared/${path}`, import.meta.url));
  return existsSync(`${file}.ts`) ? `${file}.ts` : `${file}.js`;
};

/** The extensions as one module that registers them. Throws an error that says what to do. */
export function extensionsModule(registered: readonly Registered[]): string {
  const modules = registered.map(({ module }) => module);
  const imports = registered.map(({ file }, index) => `import * as e${index} from ${JSON.stringify(file)};`);
  const names = registered.map((_, index) => `e${index}`).join();
  const contents = [
    `import { registerInFunction } from ${JSON.stringify(ownModule('registration/in-function'))};`,
    ...imports,
    `registerInFunction([${names}], ${JSON.stringify(registeredEditions())});`,
  ].join('\n');
  try {
    const { outputFiles = [] } = esbuild().buildSync({
      ...OPTIONS,
      splitting: false,
      preserveSymlinks: false,
      metafile: false,
      write: false,
      stdin: { contents, resolveDir: dirname(registered[0]?.file ?? '.') },
      alias: { 'headcount/extension': ownModule('extension/index') },
      outfile: 'extensions.mjs',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
      throw extensionFault(because['extension-needs-esbuild']({}), error);
    }
    throw extensionFault(because['extension-not-bundled']({ modules, error: errorText(error) }), error);
  }
}

const esbuild = (): typeof import('esbuild') => createRequire(import.meta.url)('esbuild');

/** A folder with a function's bundle and the extensions, deleted when the process ends: by then, CDK has copied it. */
export function extendedBundle(name: FunctionName, extensions: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-extended-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  if (isBundled(name)) cpSync(functionFolder(name), folder, { recursive: true });
  else bundleFunction(name, folder);
  writeFileSync(join(folder, 'extensions.mjs'), extensions);
  writeFileSync(join(folder, 'extended.mjs'), EXTENDED);
  return folder;
}
