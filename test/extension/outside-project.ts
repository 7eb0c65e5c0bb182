import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../local/paths.ts';

/** A project outside the repository with the example, in which `headcount/extension` is what the repository has. */
export function outsideProject(): { readonly folder: string; write(name: string, text: string): void; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-outside-'));
  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  cpSync(join(REPOSITORY, 'examples', 'extension'), folder, { recursive: true });
  const exported = join(REPOSITORY, 'shared', 'extension', 'index.ts');
  write(
    'node_modules/headcount/package.json',
    JSON.stringify({ name: 'headcount', type: 'module', exports: { './extension': './extension.js' } }),
  );
  write('node_modules/headcount/extension.js', `export * from ${JSON.stringify(exported)};\n`);
  for (const name of ['aws-cdk-lib', 'constructs']) {
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
