import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { importsOf } from './sources.ts';

/** The simulation has fakes instead of this. */
const FAKED = 'shared/aws/';
const LAZY_MODULE = /\blazyModule\(\s*(?:async )?\(\) =>\s*(?:\(await )?import\(/g;
const DIRECT = /(?<!typeof )\bimport\('/;

/** Otherwise the first load of a module would take longer than later ones, and change the order of events in a simulated run. */
test('code that the simulation runs loads modules only by lazyModule', () => {
  const reached = new Set(['test/soak/run.ts']);
  for (const path of reached) for (const { to } of importsOf(path)) if (to.endsWith('.ts')) reached.add(to);
  const texts = [...reached].map((path) => [path, readFileSync(join(REPOSITORY, path), 'utf8')] as const);
  expect(texts.some(([, text]) => text.match(LAZY_MODULE))).toBe(true);
  const direct = texts.filter(
    ([path, text]) => !path.startsWith(FAKED) && DIRECT.test(text.replaceAll(LAZY_MODULE, '')),
  );
  expect(direct.map(([path]) => path)).toEqual([]);
});
