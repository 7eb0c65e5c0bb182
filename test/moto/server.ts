import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll } from 'vitest';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { localEnvironment, withoutAws } from '../../local/environment.ts';
import { endChild, startChild } from '../../local/process/children.ts';
import { awsClients, type Clients } from '../../shared/aws/clients.ts';

const START_WITHIN_MS = 30_000;

/** Moto's server for the tests of this file, on a free port of the loopback interface, with its environment set. */
export function motoServer() {
  let started: { readonly endpoint: string; readonly clients: Clients } | undefined;
  let stop = async (): Promise<void> => {};
  const before = { ...process.env };
  beforeAll(async () => {
    const server = await startMoto();
    stop = server.stop;
    Object.assign(process.env, localEnvironment(server.endpoint, tmpdir()));
    started = { endpoint: server.endpoint, clients: awsClients() };
  });
  afterAll(async () => {
    for (const client of Object.values(started?.clients ?? {})) client.destroy();
    process.env = before;
    await stop();
  });
  return () => {
    if (started === undefined) throw new Error('moto is there only while tests run');
    return started;
  };
}

async function startMoto(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const python = await ensureVenv();
  const child = startChild(python, ['-u', '-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    env: { ...withoutAws(process.env), AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('moto said no port')), START_WITHIN_MS);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`moto ended with code ${code}`)));
    if (child.stderr === null) throw new Error('moto has no output');
    createInterface(child.stderr).on('line', (line) => {
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  }).catch(async (error: unknown) => {
    await endChild(child);
    throw error;
  });
  return { endpoint, stop: () => endChild(child) };
}
