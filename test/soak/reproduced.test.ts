import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';

/**
 * Seeds whose first run in a process differed from later ones, before modules were loaded in advance: 240 because Node loaded
 * a module during it, 206 also because `once` called `import()` for a loaded module during it.
 */
const SEEDS = ['206', '240'];

test('a seed gives the same run in a new process and after other seeds', onlyInFullRun, async () => {
  const script = join(import.meta.dirname, 'play-in-order.ts');
  // In a new process, nothing has been loaded before the first seed.
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...SEEDS, ...SEEDS]);
  const played = stdout.trim().split('\n');
  expect(played).toHaveLength(2 * SEEDS.length);
  expect(played.slice(SEEDS.length)).toEqual(played.slice(0, SEEDS.length));
});
