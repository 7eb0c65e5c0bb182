import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from '../paths.ts';
import { endChild, startChild } from '../process/children.ts';
import { deferred } from '../process/deferred.ts';
import { waitForHealth } from './health.ts';

const START_WITHIN_MS = 30_000;

export interface Emulator {
  readonly endpoint: string;
  readonly log: string;
  /** Resolves when it has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** Python of the virtual environment. */
  readonly python: string;
  /** For its temporary files and log; must exist, and is the caller's to remove. */
  readonly directory: string;
  /** Where functions and clients call: the emulator announces this in queue URLs and to functions. */
  readonly gateway: URL;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Starts MiniStack on a free loopback port and waits until it is healthy. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { directory, signal } = options;
  signal?.throwIfAborted();
  const temporary = join(directory, 'tmp');
  await mkdir(temporary, { recursive: true });
  // Functions are unpacked here and the repository's package.json says that .js files are ES modules: bundles are not.
  await writeFile(join(temporary, 'package.json'), '{ "type": "commonjs" }\n');
  const log = join(directory, 'emulator.log');

  const child = startChild(options.python, ['-u', join(REPOSITORY, 'local', 'emulator', 'serve.py')], {
    cwd: directory,
    env: environmentOf(options, temporary),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = () => endChild(child);
  try {
    const port = await announcedPort(child, log, signal);
    const endpoint = `http://127.0.0.1:${port}`;
    await Promise.race([
      waitForHealth(endpoint, START_WITHIN_MS, signal),
      ended.then(() => Promise.reject(new Error('The emulator ended while it started.'))),
    ]);
    return { endpoint, log, ended, stop };
  } catch (error) {
    await stop();
    signal?.throwIfAborted();
    const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-10).join('\n');
    throw new Error(`The emulator did not start: ${(error as Error).message}\n${tail}`.trim(), { cause: error });
  }
}

/**
 * Only what is named here: functions inherit the emulator's whole environment, and a person's own credentials,
 * profiles or Node options must not reach them.
 */
function environmentOf(options: EmulatorOptions, temporary: string): NodeJS.ProcessEnv {
  return {
    // The first node on the path runs the functions: the one that runs this, as the machine's own may be older.
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: options.directory,
    LANG: 'C.UTF-8',
    TMPDIR: temporary,
    ...options.environment,
    MINISTACK_HOST: options.gateway.hostname,
    GATEWAY_PORT: options.gateway.port,
    // Otherwise it also listens for MQTT on every interface.
    IOT_MTLS_ENABLED: '0',
  };
}

/** The port printed at the start; everything printed goes to the log. */
function announcedPort(child: ChildProcess, log: string, signal?: AbortSignal): Promise<number> {
  const file = createWriteStream(log);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('The emulator has no pipes.');
  // Its end tells the emulator that we are gone; an emulator that died first breaks the pipe, which is no news.
  stdin.on('error', () => {});
  stderr.pipe(file, { end: false });
  child.once('close', () => file.end());
  const { promise, resolve, reject } = deferred<number>();
  const timer = setTimeout(() => reject(new Error(`it said nothing for ${START_WITHIN_MS} ms`)), START_WITHIN_MS);
  const aborted = () => reject(signal?.reason);
  signal?.addEventListener('abort', aborted);
  child.once('error', reject);
  child.once('close', (code, by) => reject(new Error(`it ended (${by ?? `exit code ${code}`})`)));
  createInterface(stdout).on('line', (line) => {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port === undefined) file.write(`${line}\n`);
    else resolve(Number(port));
  });
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
  });
}
