import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findPython } from '../../local/emulator/python.ts';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { emptyFolder } from './folder.ts';

// On a fresh machine it is made first, which takes longer than a test may.
beforeAll(async () => void (await ensureVenv()));

/** A folder to be the whole PATH, with programs made of shell lines. */
async function pathWith(programs: Record<string, string>): Promise<{ PATH: string }> {
  const folder = await emptyFolder();
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return { PATH: folder };
}
/** A Python that answers the probe for version and venv, and otherwise runs `then`. */
const python = (version: string, able: string, then = 'exit 1') =>
  `if [ "$1" = -c ]; then echo ${version} ${able} "$0"; else ${then}; fi`;

test('without Python, the error says what is needed', async () => {
  await expect(findPython(await pathWith({}))).rejects.toThrow(
    'The local AWS needs Python 3.10 or newer with venv and pip, but no python3 is on the PATH.',
  );
});

test('a Python that is too old is named with its version', async () => {
  await expect(findPython(await pathWith({ python3: python('3.9', 'venv') }))).rejects.toThrow(
    /python3 is Python 3\.9, which is too old\.$/,
  );
});

test('a Python without venv is reported with the package to install', async () => {
  await expect(findPython(await pathWith({ python3: python('3.12', 'none') }))).rejects.toThrow(
    /python3 \(Python 3\.12\) lacks the venv or ensurepip module .*apt-get install python3-venv/,
  );
});

test('a newer Python is used instead of an old one', async () => {
  const environment = await pathWith({ python3: python('3.8', 'venv'), 'python3.13': python('3.13', 'venv') });
  expect(await findPython(environment)).toEqual({
    executable: join(environment.PATH, 'python3.13'),
    version: '3.13',
  });
});

test('when pip fails, its last lines are shown, and the next attempt starts afresh', async () => {
  const folder = await emptyFolder();
  const directory = join(folder, 'venv');
  // `python3 -m venv <directory>` makes a Python of which `-m pip install` fails.
  const venv = '/bin/mkdir -p "$3/bin"; /bin/cp "$0" "$3/bin/python"';
  const pip = 'echo "ERROR: No matching distribution found for ministack" >&2; exit 1';
  const environment = await pathWith({
    python3: python('3.12', 'venv', `if [ "$2" = venv ]; then ${venv}; else ${pip}; fi`),
  });
  const make = () => ensureVenv({ directory, environment });
  await expect(make()).rejects.toThrow(/^pip could not install the emulator.*\nERROR: No matching distribution found/);
  await expect(make()).rejects.toThrow(/^pip could not install the emulator/);
  expect(await readdir(folder)).not.toContain('venv.lock');
});

test('an existing environment is used unchanged', async () => {
  const folder = await emptyFolder();
  const made = await ensureVenv();
  const before = await stat(made);
  await mkdir(join(folder, 'bin'));
  await symlink('/bin/false', join(folder, 'bin', 'python3'));
  expect(await ensureVenv({ environment: { PATH: join(folder, 'bin') } })).toBe(made);
  expect((await stat(made)).ctimeMs).toBe(before.ctimeMs);
});
