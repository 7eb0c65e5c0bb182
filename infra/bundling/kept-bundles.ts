import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Names a folder that keeps bundles, so that the same sources are bundled once. Unset, nothing is kept. */
const VARIABLE = 'HEADCOUNT_KEPT_BUNDLES';
/** What esbuild says about a kept bundle. */
const METAFILE = 'metafile.json';
const FILES = 'files';
const KEPT_MS = 24 * 3_600_000;

/**
 * Bundles into `outdir` with `make`, or copies the bundle that was made from the same `ingredients`. These are all that the
 * bundle depends on. `all`: the folder that keeps bundles; without one, nothing is kept.
 */
export function keptOrMade(
  ingredients: Iterable<string>,
  outdir: string,
  make: () => Metafile,
  all = process.env[VARIABLE],
): Metafile {
  if (!all) return make();
  const kept = join(all, hashOf(ingredients));
  if (existsSync(kept)) {
    cpSync(join(kept, FILES), outdir, { recursive: true });
    return JSON.parse(readFileSync(join(kept, METAFILE), 'utf8'));
  }
  const metafile = make();
  keep(metafile, outdir, all, kept);
  return metafile;
}

/** The name and the text of each file in a folder and below. */
export function* contentsOf(folder: string): Iterable<string> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) yield* [name, readFileSync(path, 'utf8')];
  }
}

/** The folder gets its name when it is complete. If another process was faster, its bundle stays. */
function keep(metafile: Metafile, outdir: string, all: string, kept: string): void {
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    const { mtimeMs } = statSync(join(all, name), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs !== undefined && mtimeMs < Date.now() - KEPT_MS)
      rmSync(join(all, name), { recursive: true, force: true });
  }
  const part = mkdtempSync(join(all, 'part-'));
  mkdirSync(join(part, FILES));
  for (const name of Object.keys(metafile.outputs).map((file) => basename(file))) {
    copyFileSync(join(outdir, name), join(part, FILES, name));
  }
  writeFileSync(join(part, METAFILE), JSON.stringify(metafile));
  try {
    renameSync(part, kept);
  } catch {
    rmSync(part, { recursive: true, force: true });
  }
}

function hashOf(ingredients: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const each of ingredients) hash.update(`${each.length}\0`).update(each);
  return hash.digest('hex').slice(0, 32);
}
