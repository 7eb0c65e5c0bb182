/** Writes the template and the functions' zip files into `dist/template`: `npm run template -- --context stage=staging`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { templateFiles } from './template.ts';

const FOLDER = fileURLToPath(new URL('../../dist/template', import.meta.url));

try {
  const { values } = parseArgs({ options: { context: { type: 'string', multiple: true, default: [] } } });
  const files = templateFiles(Object.fromEntries(values.context.map(pair)));
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, content] of files) {
    writeFileSync(join(FOLDER, name), content);
    process.stdout.write(`${relative('.', join(FOLDER, name))}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
}

function pair(written: string): [string, string] {
  const [name = '', ...value] = written.split('=');
  return [name, value.join('=')];
}
