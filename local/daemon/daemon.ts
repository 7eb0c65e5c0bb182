import { execFile, fork } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LOCAL } from '../paths.ts';
import { endChild } from '../process/children.ts';
import { isAlive, withLock } from '../process/lock.ts';

/** The record of the local AWS that runs in the background. */
export interface RunningLocalAws {
  readonly pid: number;
  readonly id: string;
  readonly endpoint: string;
  readonly emulatorEndpoint: string;
  readonly environment: Readonly<Record<string, string>>;
}
export interface DaemonOptions {
  /** Directory of the record and the log; `.local` by default. */
  readonly directory?: string;
  readonly signal?: AbortSignal;
  /** Receives a line of progress. */
  readonly onProgress?: (line: string) => void;
}
export interface UpOptions extends DaemonOptions {
  /** Port of the endpoint; a free one by default. */
  readonly port?: number;
}

const run = promisify(execFile);

/** Has the extension of this file: TypeScript in the repository, JavaScript in an installed package. */
const PROCESS = join(import.meta.dirname, `daemon-process${extname(import.meta.filename)}`);
const DOWN_WITHIN_MS = 20_000;

const recordIn = (directory: string): string => join(directory, 'world.json');

/**
 * Starts the local AWS in the background unless it runs already.
 * Throws a message for the user when the port is taken, or when a local AWS already runs on another port.
 */
export async function up(options: UpOptions = {}): Promise<{ localAws: RunningLocalAws; started: boolean }> {
  const { directory = LOCAL, port, signal } = options;
  await mkdir(directory, { recursive: true });
  return withLock(join(directory, 'world.lock'), signal, async () => {
    const running = await status(options);
    if (running !== null) {
      if (port !== undefined && port !== 0 && new URL(running.endpoint).port !== String(port)) {
        throw new Error(
          `The local AWS already runs at ${running.endpoint}. Use it, or stop it first with \`headcount local down\`.`,
        );
      }
      return { localAws: running, started: false };
    }
    await launch(directory, port ?? 0, options);
    const localAws = await read(directory);
    if (localAws === null) throw new Error('The local AWS reported that it runs, but its record is missing.');
    return { localAws, started: true };
  });
}

/** Stops the local AWS in the background and all its processes. Returns `false` when none ran. */
export async function down(options: DaemonOptions = {}): Promise<boolean> {
  const { directory = LOCAL, signal } = options;
  const localAws = await status(options);
  if (localAws === null) return false;
  send(localAws.pid, 'SIGTERM');
  const until = Date.now() + DOWN_WITHIN_MS;
  while (isAlive(localAws.pid)) {
    // Its emulator ends with it: the pipe between them breaks.
    if (Date.now() > until) send(localAws.pid, 'SIGKILL');
    await delay(50, undefined, signal === undefined ? {} : { signal });
  }
  await rm(recordIn(directory), { force: true });
  return true;
}

/** The local AWS that runs in the background, or null. Removes the record of one that no longer runs. */
export async function status({ directory = LOCAL, onProgress }: DaemonOptions = {}): Promise<RunningLocalAws | null> {
  const localAws = await read(directory);
  if (localAws === null) return null;
  if (await isOurs(localAws, directory)) return localAws;
  onProgress?.(
    isAlive(localAws.pid)
      ? `process ${localAws.pid} is now another program; removed the record of the local AWS`
      : `the local AWS (process ${localAws.pid}) ended unexpectedly; removed its record`,
  );
  await rm(recordIn(directory), { force: true });
  return null;
}

/**
 * A pid alone is no proof, because another program may use it by now. The local AWS must respond with its id. If it
 * hangs, the command line of the process must be that of a local AWS.
 */
async function isOurs(localAws: RunningLocalAws, directory: string): Promise<boolean> {
  if (!isAlive(localAws.pid)) return false;
  try {
    const response = await fetch(new URL('/_headcount/world', localAws.endpoint), {
      signal: AbortSignal.timeout(5_000),
    });
    const answer = (await response.json()) as { id?: unknown; pid?: unknown };
    return answer.id === localAws.id && answer.pid === localAws.pid;
  } catch {
    const { stdout } = await run('ps', ['-ww', '-o', 'args=', '-p', String(localAws.pid)]).catch(() => ({
      stdout: '',
    }));
    return stdout.includes(PROCESS) && stdout.includes(recordIn(directory));
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function launch(directory: string, port: number, { onProgress, signal }: UpOptions): Promise<void> {
  const log = await open(join(directory, 'world.log'), 'w');
  const child = fork(PROCESS, [recordIn(directory), String(port)], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  const end = (): void => void endChild(child);
  signal?.addEventListener('abort', end);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, by) => reject(new Error(`The local AWS ended during its start (${by ?? code}).`)));
      child.on('message', (message: { ready?: true; failed?: string; progress?: string }) => {
        if (message.progress !== undefined) onProgress?.(message.progress);
        else if (message.ready) resolve();
        else reject(new Error(message.failed));
      });
    });
  } catch (error) {
    await endChild(child);
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
  }
  // From here on, this process does not wait for it.
  if (child.connected) child.disconnect();
  child.removeAllListeners();
  child.unref();
}

async function read(directory: string): Promise<RunningLocalAws | null> {
  try {
    return JSON.parse(await readFile(recordIn(directory), 'utf8')) as RunningLocalAws;
  } catch {
    // There is no record, or a crash truncated it: treat both as "not running".
    return null;
  }
}
