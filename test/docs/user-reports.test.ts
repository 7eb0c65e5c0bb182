import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readPage } from './markdown.ts';

const PAGE = 'docs/contributing/user-reports.md';
const cases = readPage(PAGE)
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** Each linked file of tests with the titles that follow it. */
const testsIn = (cell: string): { file: string; titles: string[] }[] =>
  [...cell.matchAll(/\]\(([^)]+\.test\.ts)\)((?:(?!\]\().)*)/g)].map(([, file = '', after = '']) => ({
    file: join(dirname(PAGE), file),
    titles: [...after.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => title),
  }));

test.each(cases)('the tests of the case "%s" exist', (_case, _reported, _outcome, tests = '') => {
  const named = testsIn(tests);
  expect(named.length).toBeGreaterThan(0);
  for (const { file, titles } of named) {
    const lines = readPage(file)
      .split('\n')
      .filter((line) => !/^\s*(\/\/|\*)/.test(line));
    expect(titles.length).toBeGreaterThan(0);
    expect(titles.filter((title) => !lines.some((line) => line.includes(title)))).toEqual([]);
  }
});
