import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentsOf, keptOrMade } from '../../infra/bundling/kept-bundles.ts';

const METAFILE = { inputs: {}, outputs: { '../out/index.mjs': {} } } as unknown as Metafile;
let folder: string;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headcount-kept-'));
  made = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

let keptIn = '';
const keepIn = (kept: string) => {
  keptIn = kept;
};

/** Bundles these sources, and returns what the bundle contains. */
function bundled(...sources: string[]): string {
  const out = mkdtempSync(join(folder, 'out-'));
  const make = () => {
    made += 1;
    writeFileSync(join(out, 'index.mjs'), sources.join());
    return METAFILE;
  };
  expect(keptOrMade(sources, out, make, keptIn)).toEqual(METAFILE);
  return readFileSync(join(out, 'index.mjs'), 'utf8');
}

test('without a folder, everything is bundled', () => {
  keepIn('');
  expect([bundled('a'), bundled('a'), made]).toEqual(['a', 'a', 2]);
});

test('the same sources are bundled once, and others are bundled', () => {
  keepIn(join(folder, 'kept'));
  expect([bundled('a', 'b'), bundled('a', 'b'), made]).toEqual(['a,b', 'a,b', 1]);
  expect([bundled('ab'), bundled('a', 'c'), bundled('a', 'b'), made]).toEqual(['ab', 'a,c', 'a,b', 3]);
});

test('what is older than a day is removed when something is added', () => {
  const kept = join(folder, 'kept');
  keepIn(kept);
  bundled('a');
  const [old = ''] = readdirSync(kept);
  const yesterday = Date.now() / 1000 - 90_000;
  utimesSync(join(kept, old), yesterday, yesterday);
  expect(bundled('b')).toBe('b');
  expect(readdirSync(kept)).toHaveLength(1);
  expect(readdirSync(kept)).not.toContain(old);
});

test('a bundle that fails is not kept', () => {
  keepIn(join(folder, 'kept'));
  const failing = () => {
    throw new Error('no such module');
  };
  expect(() => keptOrMade(['a'], folder, failing, keptIn)).toThrow('no such module');
  expect(bundled('a')).toBe('a');
});

test('the contents of a folder are those of all its files, with their names', () => {
  mkdirSync(join(folder, 'packages'));
  const files = { 'zip.ts': 'z', 'packages/install.ts': 'i', 'entry.ts': 'e' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect([...contentsOf(folder)]).toEqual(['entry.ts', 'e', 'packages/install.ts', 'i', 'zip.ts', 'z']);
});
