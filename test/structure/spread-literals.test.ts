import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { filesIn } from './sources.ts';

const SPREAD_LITERAL = /\.\.\.\{/;

/** TypeScript reports an unknown field of an object, but not inside of a spread: documents had fields that their types lacked. */
test('objects are written with their own fields, not with `...{ a, b }`', () => {
  const lines = filesIn('shared', 'cli', 'infra', 'functions', 'local', 'bench')
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) =>
      readFileSync(join(REPOSITORY, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => (SPREAD_LITERAL.test(line) ? [`${path}:${index + 1}`] : [])),
    );
  expect(lines).toEqual([]);
});
