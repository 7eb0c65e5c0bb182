import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { runChaos } from '../chaos/run.ts';
import { onlyInFullRun } from '../full-run.ts';

const SECONDS = 20;

test('every resize happens exactly once, whichever process dies', onlyInFullRun, async () => {
  const seed = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 32));
  const replay = `npm run chaos -- --seconds ${SECONDS} --seed ${seed}`;
  console.log(`The plan of this run: ${replay}`);
  const account = await runChaos({
    seconds: SECONDS,
    seed,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(account.violations, replay).toEqual([]);
  // Processes were killed while they worked.
  expect(account.kills).toBeGreaterThan(3);
  expect(account.activities).toBeGreaterThan(3);
});

describe('the command', () => {
  const chaos = (...words: string[]) =>
    spawnSync(process.execPath, [join(REPOSITORY, 'test', 'chaos', 'chaos.ts'), ...words], { encoding: 'utf8' });

  test.each([
    ['--seconds', 'soon'],
    ['--seconds', '0'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--sed', '1'],
    ['again'],
  ])('rejects %s %s as a usage error and starts nothing', (...words) => {
    const { status, stdout, stderr } = chaos(...words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: /);
  });
});
