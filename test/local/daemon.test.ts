import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { down, status, up } from '../../local/index.ts';
import { isAlive } from '../../local/process/lock.ts';
import { emptyFolder } from './folder.ts';

// On a fresh machine it is made first, which takes longer than a test may.
beforeAll(async () => void (await ensureVenv()));

async function folderWithDaemon(): Promise<string> {
  const directory = await emptyFolder();
  onTestFinished(async () => void (await down({ directory })));
  return directory;
}

test('up starts the local AWS once, status finds it, down stops it', async () => {
  const directory = await folderWithDaemon();
  expect(await status({ directory })).toBe(null);
  const [first, second] = await Promise.all([up({ directory }), up({ directory })]);
  expect(first.localAws).toEqual(second.localAws);
  expect([first.started, second.started].filter(Boolean)).toHaveLength(1);
  expect(await status({ directory })).toEqual(first.localAws);
  expect((await fetch(`${first.localAws.endpoint}/_ministack/health`)).ok).toBe(true);
  await expect(up({ directory, port: 1 })).rejects.toThrow(`The local AWS already runs at ${first.localAws.endpoint}`);
  expect(await down({ directory })).toBe(true);
  expect(isAlive(first.localAws.pid)).toBe(false);
  expect(existsSync(join(directory, 'world.json'))).toBe(false);
  expect(await down({ directory })).toBe(false);
});

test('a record whose process is now another program is removed, and the program keeps running', async () => {
  const directory = await folderWithDaemon();
  const record = {
    pid: process.pid,
    id: 'gone',
    endpoint: 'http://127.0.0.1:1',
    emulatorEndpoint: '',
    environment: {},
  };
  await writeFile(join(directory, 'world.json'), JSON.stringify(record));
  const told: string[] = [];
  expect(await status({ directory, onProgress: (line) => told.push(line) })).toBe(null);
  expect(told).toEqual([`process ${process.pid} is now another program; removed the record of the local AWS`]);
  expect(await down({ directory })).toBe(false);
  expect(existsSync(join(directory, 'world.json'))).toBe(false);
});

test('a local AWS that was killed is reported as ended, and up starts another', async () => {
  const directory = await folderWithDaemon();
  const { localAws } = await up({ directory });
  process.kill(localAws.pid, 'SIGKILL');
  await expect.poll(() => isAlive(localAws.pid)).toBe(false);
  const told: string[] = [];
  expect(await status({ directory, onProgress: (line) => told.push(line) })).toBe(null);
  expect(told[0]).toContain(`(process ${localAws.pid}) ended unexpectedly`);
  expect((await up({ directory })).started).toBe(true);
});

test('the reason for a failed start is reported', async () => {
  const directory = await folderWithDaemon();
  const { localAws } = await up({ directory });
  const other = await folderWithDaemon();
  const port = Number(new URL(localAws.endpoint).port);
  await expect(up({ directory: other, port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
  expect(await readFile(join(other, 'world.log'), 'utf8')).toContain('is taken');
});
