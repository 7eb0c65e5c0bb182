import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { buildSync as Build, BuildOptions, Metafile } from 'esbuild';

type Outputs = Metafile['outputs'];
type Output = Outputs[string];

const MERGED = 'start.mjs';

/**
 * Merges the files that a cold start reads into one: each file takes a start most of a millisecond, and code splitting
 * makes one for every set of files that share something. A file that is loaded on demand imports some of them, so these
 * stay, and pass on what they exported. Returns the outputs as esbuild describes them.
 */
export function mergeStart(outputs: Outputs, root: string, options: BuildOptions, build: typeof Build): Outputs {
  const entry = Object.keys(outputs).find((file) => basename(file) === 'index.mjs') ?? '';
  const first = importedFrom(entry, outputs);
  if (first.length === 1) return outputs;
  const folder = dirname(entry);
  const later = Object.keys(outputs).filter((file) => !first.includes(file));
  for (const file of first) withoutBanner(resolve(root, file), options);
  const named = first.map((file, index) => ({ file, names: namesIn(file, index, outputs) }));
  const { outputFiles = [] } = build({
    ...options,
    stdin: {
      contents: named.map(({ file, names }) => passedOn(names, `./${basename(file)}`, 'in')).join('\n'),
      resolveDir: resolve(root, folder),
    },
    external: [...(options.external ?? []), ...later.map((file) => `./${basename(file)}`)],
    splitting: false,
    entryNames: basename(MERGED, '.mjs'),
    outdir: resolve(root, folder),
    write: false,
  });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const merged = `${folder}/${MERGED}`;
  const text = outputFiles.find(({ path }) => basename(path) === MERGED)?.text ?? '';
  const kept: Outputs = Object.fromEntries(later.map((file) => [file, outputs[file] as Output]));
  kept[merged] = descriptionOf(
    first.map((file) => outputs[file] as Output),
    first,
    Buffer.byteLength(text),
  );
  const needed = new Set(later.flatMap((file) => outputs[file]?.imports.map(({ path }) => path) ?? []));
  for (const { file, names } of named) {
    if (file !== entry && !needed.has(file)) {
      rmSync(resolve(root, file));
      continue;
    }
    const stub = passedOn(names, `./${MERGED}`, 'out');
    writeFileSync(resolve(root, file), stub);
    kept[file] = {
      ...(outputs[file] as Output),
      bytes: Buffer.byteLength(stub),
      inputs: {},
      imports: [{ path: merged, kind: 'import-statement' }],
    };
  }
  return kept;
}

/** A file and all that it imports at its start. */
function importedFrom(entry: string, outputs: Outputs): string[] {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[path]) found.add(path);
    }
  }
  return [...found];
}

/** The merged file has the banner once. */
function withoutBanner(path: string, { banner = {} }: BuildOptions): void {
  const text = readFileSync(path, 'utf8');
  const js = banner['js'] ?? '';
  if (text.startsWith(js)) writeFileSync(path, text.slice(js.length));
}

/** The exports of a file, and how the merged file calls them. */
const namesIn = (file: string, index: number, outputs: Outputs): [own: string, merged: string][] =>
  (outputs[file]?.exports ?? []).map((name, position) => [name, `_${index}_${position}`]);

const passedOn = (names: readonly [string, string][], from: string, way: 'in' | 'out'): string =>
  `export{${names.map(([own, merged]) => (way === 'in' ? `${own} as ${merged}` : `${merged} as ${own}`)).join(',')}}from${JSON.stringify(from)};\n`;

function descriptionOf(parts: readonly Output[], merged: readonly string[], bytes: number): Output {
  const inputs: Output['inputs'] = Object.assign({}, ...parts.map((part) => part.inputs));
  const imports = parts.flatMap((part) => part.imports).filter(({ path }) => !merged.includes(path));
  return { bytes, inputs, imports, exports: [] };
}
