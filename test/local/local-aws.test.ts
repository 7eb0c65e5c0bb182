import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { startLocalAws } from '../../local/index.ts';
import { REPOSITORY } from '../../local/paths.ts';

// On a fresh machine it is made first, which takes longer than a test may.
beforeAll(async () => void (await ensureVenv()));

const answers = (endpoint: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(endpoint);
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

async function closedEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Polls, at most twenty seconds, until nothing listens there. */
async function falls(endpoint: string): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (!(await answers(endpoint))) return true;
    await delay(100);
  }
  return false;
}

test('a stopped local AWS no longer listens and leaves no file', async () => {
  const localAws = await startLocalAws();
  expect(await answers(localAws.endpoint)).toBe(true);
  await Promise.all([localAws.stop(), localAws.stop()]);
  expect(await answers(localAws.endpoint)).toBe(false);
  expect(await answers(localAws.emulatorEndpoint)).toBe(false);
  expect(existsSync(localAws.directory)).toBe(false);
});

test('a call that AWS would have refused fails whoever stops the local AWS, after everything has ended', async () => {
  const localAws = await startLocalAws();
  const authorization = 'AWS4-HMAC-SHA256 Credential=somebody/20261126/us-east-1/sqs/aws4_request';
  const headers = { authorization, 'x-amz-target': 'AmazonSQS.Shout' };
  const response = await fetch(localAws.endpoint, { method: 'POST', headers, body: '{}' });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('unknown operation')]);
  await expect(localAws.stop()).rejects.toThrow('invalid sqs:Shout by somebody: unknown operation, found Shout');
  expect(await answers(localAws.emulatorEndpoint)).toBe(false);
  expect(existsSync(localAws.directory)).toBe(false);
});

test('aborting stops the local AWS', async () => {
  const abort = new AbortController();
  const localAws = await startLocalAws({ signal: abort.signal });
  abort.abort();
  await localAws.ended;
  expect(await answers(localAws.emulatorEndpoint)).toBe(false);
  await expect(startLocalAws({ signal: abort.signal })).rejects.toThrow(/abort/i);
});

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'the emulator ends with a process that dies of %s',
  async (signal) => {
    const script = `
    import { startLocalAws } from '${REPOSITORY}/local/index.ts';
    const { endpoint, emulatorEndpoint } = await startLocalAws();
    console.log(JSON.stringify({ endpoint, emulatorEndpoint }));`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { emulatorEndpoint } = JSON.parse(line) as { emulatorEndpoint: string };
    child.kill(signal);
    await once(child, 'exit');
    expect(child.signalCode).toBe(signal);
    expect(await falls(emulatorEndpoint)).toBe(true);
  },
);

test('a port in use is reported before anything starts', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(startLocalAws({ port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken by another program`);
});

test('with an endpoint, nothing is started and the EC2 of the emulator is used', async () => {
  const running = await startLocalAws();
  onTestFinished(() => running.stop());
  const localAws = await startLocalAws({ endpoint: `${running.endpoint}/` });
  expect(localAws).toMatchObject({ endpoint: running.endpoint, emulatorEndpoint: running.endpoint, ec2: null });
  expect(localAws.environment['AWS_ENDPOINT_URL']).toBe(running.endpoint);
  await localAws.stop();
  expect(await answers(running.endpoint)).toBe(true);
});

test('an endpoint without an emulator is reported', async () => {
  const other = createServer((_, response) => response.writeHead(404).end('not here')).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const endpoint = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await expect(startLocalAws({ endpoint })).rejects.toThrow(`No MiniStack answers at ${endpoint}: it answered 404`);
  await expect(startLocalAws({ endpoint: await closedEndpoint() })).rejects.toThrow(
    /No MiniStack answers at .*ECONNREFUSED/,
  );
  await expect(startLocalAws({ endpoint: 'localhost' })).rejects.toThrow("'localhost' is not an endpoint");
});
