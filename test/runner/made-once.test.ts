import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { LOCAL, REPOSITORY } from '../../local/paths.ts';
import { madeOnce } from './made-once.ts';

test('a folder stays while a run with other sources may use it, and is deleted an hour after its last use', async () => {
  const all = await mkdtemp(join(LOCAL, 'made-once-'));
  try {
    const source = join(all, 'source.txt');
    const madeFrom = async (text: string) => {
      await writeFile(source, text);
      return await madeOnce(relative(LOCAL, join(all, 'made')), [relative(REPOSITORY, source)], async (folder) =>
        writeFile(join(folder, 'copy.txt'), text),
      );
    };
    const anHourAgo = new Date(Date.now() - 3_601_000);
    const first = await madeFrom('first');
    const second = await madeFrom('second');
    expect([first, second].map((folder) => existsSync(join(folder, 'copy.txt')))).toEqual([true, true]);

    await utimes(first, anHourAgo, anHourAgo);
    expect(await madeFrom('first')).toBe(first);
    await utimes(second, anHourAgo, anHourAgo);
    await madeFrom('third');
    expect([first, second].map((folder) => existsSync(folder))).toEqual([true, false]);
  } finally {
    await rm(all, { recursive: true, force: true });
  }
});
