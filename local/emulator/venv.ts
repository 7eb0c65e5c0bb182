import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LOCAL, REPOSITORY } from '../paths.ts';
import { endChild, startChild } from '../process/children.ts';
import { withLock } from '../process/lock.ts';
import { findPython } from './python.ts';

export interface VenvOptions {
  /** Directory of the virtual environment; `.local/venv` by default. */
  readonly directory?: string;
  /** Environment variables of Python and pip; those of this process by default. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

const REQUIREMENTS = join(REPOSITORY, 'local', 'requirements.txt');

/**
 * Returns the Python executable of a virtual environment with the pinned emulator. Creates the environment if it is
 * missing, which takes a minute. If that fails, the error says what to do.
 */
export async function ensureVenv(options: VenvOptions = {}): Promise<string> {
  const directory = options.directory ?? join(LOCAL, 'venv');
  const python = join(directory, 'bin', 'python');
  const stamp = join(directory, 'headcount-stamp');
  const wanted = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if (await isMade(python, stamp, wanted)) return python;

  await mkdir(dirname(directory), { recursive: true });
  return withLock(`${directory}.lock`, options.signal, async () => {
    // Another process may have made it while this one waited for the lock.
    if (await isMade(python, stamp, wanted)) return python;
    await make(directory, python, options);
    await writeFile(stamp, wanted);
    return python;
  });
}

/** The stamp is written last, so an incomplete environment has none. `access` fails if the base Python was removed. */
async function isMade(python: string, stamp: string, wanted: string): Promise<boolean> {
  try {
    await access(python);
    return (await readFile(stamp, 'utf8')) === wanted;
  } catch {
    return false;
  }
}

async function make(directory: string, python: string, options: VenvOptions): Promise<void> {
  const environment = options.environment ?? process.env;
  const base = await findPython(environment, options.signal);
  const log = `${directory}.log`;
  await rm(directory, { recursive: true, force: true });
  await rm(log, { force: true });
  options.onProgress?.(`making a virtual environment with Python ${base.version} (once)`);
  await step(base.executable, ['-m', 'venv', directory], log, options, `Python could not make a virtual environment`);
  options.onProgress?.('installing the emulator into it with pip (once)');
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '-r', REQUIREMENTS];
  await step(python, install, log, options, 'pip could not install the emulator; is its package index reachable?');
}

/** Runs one step and logs its output. Its error has `failure`, the last lines of output, and the path of the log. */
async function step(
  command: string,
  commandArguments: readonly string[],
  log: string,
  { environment = process.env, signal }: VenvOptions,
  failure: string,
): Promise<void> {
  signal?.throwIfAborted();
  const child = startChild(command, commandArguments, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  const end = () => void endChild(child, 2_000);
  signal?.addEventListener('abort', end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${failure} (${cause.message}).`, { cause })));
    child.once('close', resolve);
  }).finally(() => {
    signal?.removeEventListener('abort', end);
    file.end();
  });
  signal?.throwIfAborted();
  if (code === 0) return;
  if (!file.closed) await once(file, 'close');
  const tail = (await readFile(log, 'utf8')).trim().split('\n').slice(-5).join('\n');
  throw new Error(`${failure}\n${tail}\nThe whole output is in ${log}.`);
}
