import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { filesIn } from './sources.ts';

const COMMENT = /\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs;
const PATH = /(?<![\w/.@:$*<-])(?:\.{1,2}\/)*[\w.-]+(?:\/[\w.-]+)+\.(?:ts|md|grit)\b/g;

/** Paths of files in the comments of a text, without those of addresses. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(COMMENT)].flatMap(([comment]) => comment.replaceAll(/\w+:\/\/\S+/g, '').match(PATH) ?? []);

/** What a path may be relative to: the repository, `shared`, or a folder above the file. */
function candidates(path: string, file: string): string[] {
  const folders = ['', 'shared'];
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) folders.push(folder);
  return folders.map((folder) => join(folder, path));
}

test('the paths of a comment are found', () => {
  const text = "/** See `api/launch.ts`. */ f('not/this.ts'); // nor https://example.com/that.md, but docs/there.md";
  expect(pathsIn(text)).toEqual(['api/launch.ts', 'docs/there.md']);
});

test('comments name only files that exist', () => {
  const files = filesIn('.');
  const known = new Set(files);
  const missing = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('paths.test.ts'))
    .flatMap((file) =>
      pathsIn(readFileSync(join(REPOSITORY, file), 'utf8'))
        .filter((path) => !candidates(path, file).some((candidate) => known.has(candidate)))
        .map((path) => `${file}: ${path}`),
    );
  expect(missing).toEqual([]);
});
