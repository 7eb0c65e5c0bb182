import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { runChaos } from '../chaos/run.ts';
import { onlyInFullRun } from '../full-run.ts';

const SECONDS = 20;
/** Twenty seconds of kills, the start before and the settling after them, on a machine that is busy with other tests. */
const PATIENCE = { timeout: 180_000, ...onlyInFullRun };

test('every resize happens exactly once, whichever process dies', PATIENCE, async () => {
  const seed = Number(process.env['CHAOS_SEED'] ?? randomInt(2 ** 32));
  const replay = `npm run chaos -- --seconds ${SECONDS} --seed ${seed}`;
  console.log(`The plan of this run: ${replay}`);
  const account = await runChaos({ seconds: SECONDS, seed, signal: new AbortController().signal, tell: () => {} });
  expect(account.violations, replay).toEqual([]);
  // It was a fight: processes died, and what they left was finished by others.
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
