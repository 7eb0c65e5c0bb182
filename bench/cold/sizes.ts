import { basename } from 'node:path';
import type { Metafile } from 'esbuild';

export interface Sizes {
  /** Bytes that a cold start reads: the entry and its static imports. */
  readonly atStart: number;
  /** Bytes of chunks imported on demand. */
  readonly later: number;
}

/** Sizes of a bundle. Throws if it has no entry. */
export function sizesOf({ outputs }: Pick<Metafile, 'outputs'>): Sizes {
  const entry = Object.keys(outputs).find((file) => basename(file) === 'index.mjs');
  if (entry === undefined) throw new Error('the bundle contains no index.mjs');
  const started = new Set<string>();
  const start = (file: string): void => {
    if (started.has(file)) return;
    started.add(file);
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !external) start(path);
    }
  };
  start(entry);
  const bytes = (files: readonly string[]) => files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  return {
    atStart: bytes([...started]),
    later: bytes(Object.keys(outputs).filter((file) => !started.has(file))),
  };
}
