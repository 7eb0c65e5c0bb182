import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, headcount } from '../cli/headcount.ts';
import { blocksOf } from './markdown.ts';

const blocks = blocksOf('docs/simulation.md');
const textOf = (language: string, mark = ''): string =>
  blocks.find((block) => block.language === language && block.marks.join(' ') === mark)?.text ?? '';

test('the simulation shown in the documentation comes out as the page says', async () => {
  const directory = await folderWith({ 'web.yaml': textOf('yaml', 'part') });
  let last = '';
  for (const line of textOf('sh').split('\n')) {
    const [command = '', file] = line.split(' > ');
    const { code, out } = await headcount(command.split(' ').slice(2), { directory });
    expect(code).toBe(0);
    if (file === undefined) last = out;
    else await writeFile(join(directory, file), out);
  }
  expect(await readFile(join(directory, 'world.yaml'), 'utf8')).toContain('kind: interactive');
  expect(last.trimEnd()).toBe(textOf('text', 'simulation'));
});
