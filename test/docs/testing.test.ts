import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { FULL_RUN_TAG } from '../full-run.ts';
import { readPage } from './markdown.ts';

const files = readdirSync(join(REPOSITORY, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: `test/${name}`, text: readFileSync(join(REPOSITORY, 'test', name), 'utf8') }));

test('every file that does less in a quick run is listed for contributors', () => {
  const page = readPage('docs/contributing/testing.md');
  const doLess = files.filter(
    ({ text }) => /^import .*full-run\.ts'/m.test(text) || text.includes(`@module-tag ${FULL_RUN_TAG}`),
  );
  const tests = doLess.map(({ name }) => name).filter((name) => !name.startsWith('test/docs/testing'));
  expect(tests.length).toBeGreaterThan(5);
  expect(tests.filter((name) => !name.startsWith('test/runner/') && !page.includes(name))).toEqual([]);
});

test('only one module reads which run it is', () => {
  const asks = files.filter(({ text }) => /process\.env(\.|\[['"])CI\b/.test(text));
  expect(asks.map(({ name }) => name)).toEqual(['test/full-run.ts']);
});
