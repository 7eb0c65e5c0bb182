import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCAL, REPOSITORY } from '../../local/paths.ts';
import { withLock } from '../../local/process/lock.ts';

/**
 * A folder in `.local` that is made from sources once for all test files, and again when they change: its name is their
 * hash. `make` fills the folder that it is given, which gets its name when it is complete.
 */
export async function madeOnce(
  name: string,
  sources: readonly string[],
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const all = join(LOCAL, name);
  const hash = await hashOf(sources);
  const folder = join(all, hash);
  if (existsSync(folder)) return folder;
  await mkdir(all, { recursive: true });
  await withLock(join(LOCAL, `${name}.lock`), undefined, async () => {
    if (existsSync(folder)) return;
    for (const other of await readdir(all)) await rm(join(all, other), { recursive: true, force: true });
    const part = join(all, `${hash}.part`);
    await mkdir(part);
    await make(part);
    await rename(part, folder);
  });
  return folder;
}

async function hashOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(REPOSITORY, source);
    const below = source.includes('.') ? [''] : (await readdir(path, { recursive: true })).sort();
    for (const name of below) {
      const content = await readFile(join(path, name)).catch(() => '');
      hash.update(`${source}/${name}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
