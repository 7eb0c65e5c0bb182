import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCAL, REPOSITORY } from '../../local/paths.ts';
import { withLock } from '../../local/process/lock.ts';

/** A run takes minutes. Another run may still use a folder that it made from other sources. */
const KEPT_MS = 3_600_000;

/**
 * A folder in `.local` that is made from sources once for all test files, and again when they change: its name is their
 * hash. `make` fills the folder that it is given, which gets its name when it is complete. Folders that were not used
 * during the last hour are deleted.
 */
export async function madeOnce(
  name: string,
  sources: readonly string[],
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const all = join(LOCAL, name);
  const hash = await hashOf(sources);
  const folder = join(all, hash);
  if (existsSync(folder)) return await used(folder);
  await mkdir(all, { recursive: true });
  await withLock(join(LOCAL, `${name}.lock`), undefined, async () => {
    if (existsSync(folder)) return;
    const part = join(all, `${hash}.part`);
    await rm(part, { recursive: true, force: true });
    for (const other of await readdir(all)) await removeOld(join(all, other));
    await mkdir(part);
    await make(part);
    await rename(part, folder);
  });
  return folder;
}

async function used(folder: string): Promise<string> {
  await utimes(folder, new Date(), new Date());
  return folder;
}

async function removeOld(folder: string): Promise<void> {
  const { mtimeMs } = await stat(folder);
  if (mtimeMs < Date.now() - KEPT_MS) await rm(folder, { recursive: true, force: true });
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
