import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const RUN = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));
const run = (...words: string[]) => spawnSync(process.execPath, [RUN, ...words], { encoding: 'utf8' });

test('without a name, it lists the benchmarks', () => {
  const { status, stdout } = run();
  expect(status).toBe(0);
  for (const name of ['tick', 'cold', 'decide']) expect(stdout).toMatch(new RegExp(`^${name} +\\w`, 'm'));
});

test('an unknown name is a usage error, and lists the benchmarks', () => {
  const { status, stdout, stderr } = run('nothing');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('There is no benchmark nothing.');
  expect(stderr).toMatch(/^tick +\w/m);
});
