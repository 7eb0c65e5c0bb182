import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn } from './sources.ts';

const SOURCES = ['shared', 'cli', 'infra', 'functions', 'local', 'bench'];
const MAX_FILES = 20;
const MAX_FILES_BESIDE_FOLDERS = 12;

/** How many of the files lie directly in each folder. */
function countsIn(files: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of files) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  return counts;
}

test(`no folder has more than ${MAX_FILES} modules: one with more holds several ideas`, () => {
  const modules = filesIn(...SOURCES, 'test').filter((path) => path.endsWith('.ts'));
  const heaps = [...countsIn(modules)].filter(([, count]) => count > MAX_FILES);
  expect(heaps.map(([folder, count]) => `${folder} has ${count} modules`)).toEqual([]);
});

test(`no folder of the sources mixes more than ${MAX_FILES_BESIDE_FOLDERS} files with subfolders`, () => {
  const counts = countsIn(filesIn(...SOURCES));
  const parents = new Set<string>();
  for (const folder of counts.keys()) {
    for (let child = folder; child !== '.'; child = posix.dirname(child)) parents.add(posix.dirname(child));
  }
  const mixed = [...counts].filter(([folder, count]) => parents.has(folder) && count > MAX_FILES_BESIDE_FOLDERS);
  expect(mixed.map(([folder, count]) => `${folder} has ${count} files beside its subfolders`)).toEqual([]);
});
