import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { onlyInFullRun } from '../../../full-run.ts';

const SCRIPT = fileURLToPath(new URL('./memory-play.ts', import.meta.url));

/** Bytes that the memory in use grows by over 90,000 steps. */
async function grownBy(name: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', SCRIPT, name]);
  return (JSON.parse(stdout) as { grown: number }).grown;
}

/** Had each step left a single number behind, there would be 0.7 MB more. */
const ALLOWED = 500_000;

test.each([
  'a policy',
  'a policy on a queue',
  'another autoscaler',
  'another autoscaler on a queue',
  'the optimum that may lose',
  'the optimum of a queue',
])('the memory of %s does not grow with the length of the recording', onlyInFullRun, async (name) => {
  expect(await grownBy(name)).toBeLessThan(ALLOWED);
});

test('the memory of a recorder that keeps every step does', onlyInFullRun, async () => {
  expect(await grownBy('somebody who keeps every step')).toBeGreaterThan(10 * ALLOWED);
});
