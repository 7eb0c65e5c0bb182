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
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** The Python executable of the virtual environment. */
  readonly python: string;
  /** For temporary files and the log. It must exist; the caller removes it. */
  readonly directory: string;
  /** The endpoint for functions and clients. The emulator puts it in queue URLs and passes it to functions. */
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
  // The emulator unpacks functions here. Their bundles are CommonJS, but the package.json of the repository declares ES
  // modules.
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
 * Contains only what is listed here. Functions inherit the emulator's environment, and must not get the user's
 * credentials, profiles or Node options.
 */
function environmentOf(options: EmulatorOptions, temporary: string): NodeJS.ProcessEnv {
  return {
    // The first node on the path runs the functions. The one of this process is new enough; the system's may not be.
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: options.directory,
    LANG: 'C.UTF-8',
    TMPDIR: temporary,
    ...options.environment,
    MINISTACK_HOST: options.gateway.hostname,
    GATEWAY_PORT: options.gateway.port,
    // By default, the emulator also listens for MQTT on every interface.
    IOT_MTLS_ENABLED: '0',
  };
}

/** Waits until the emulator prints its port. Writes all other output to the log. */
function announcedPort(child: ChildProcess, log: string, signal?: AbortSignal): Promise<number> {
  const file = createWriteStream(log);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('The emulator has no pipes.');
  // The emulator ends when this pipe closes. If the emulator ends first, the pipe reports an error that is not needed.
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
