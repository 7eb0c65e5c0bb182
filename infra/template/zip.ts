import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** Unix, and the mode of a file that everybody may read: Lambda keeps modes, and its user must read the code. */
const READABLE = { os: 3, attrs: 0o100644 * 0x10000 } as const;
/** The first time that a zip can have, in whatever zone. */
const FIRST_TIME = new Date(1980, 0, 1);

/** A zip of the folder's files. Its bytes depend on their names and contents alone. */
export function zipOf(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => [relative(folder, file).split(sep).join('/'), file] as const).sort();
  const entries: Zippable = {};
  for (const [name, file] of named) entries[name] = [readFileSync(file), READABLE];
  return zipSync(entries, { mtime: FIRST_TIME, level: 9 });
}
