import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn } from './sources.ts';

const MAX_FILES_BESIDE_FOLDERS = 12;

test(`no folder mixes more than ${MAX_FILES_BESIDE_FOLDERS} files with subfolders`, () => {
  const files = new Map<string, number>();
  const parents = new Set<string>();
  for (const path of filesIn('shared', 'cli', 'infra', 'functions', 'local')) {
    const folder = posix.dirname(path);
    files.set(folder, (files.get(folder) ?? 0) + 1);
    for (let child = folder; child !== '.'; child = posix.dirname(child)) parents.add(posix.dirname(child));
  }
  const mixed = [...files].filter(([folder, count]) => parents.has(folder) && count > MAX_FILES_BESIDE_FOLDERS);
  expect(mixed.map(([folder, count]) => `${folder} has ${count} files beside its subfolders`)).toEqual([]);
});
