import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NODE = join(ROOT, 'node_modules/node/bin/node');
const COPIED = [
  'shared',
  'infra',
  'functions',
  'test/fakes',
  'test/contracts',
  'test/infra',
  'test/shared/evaluation',
  'local',
];

/** A copy of the sources to which a test adds a kind, as a contributor would: a folder, and lines in registries. */
export class Overlay {
  readonly folder = mkdtempSync(join(tmpdir(), 'headcount-extension-'));

  constructor() {
    for (const path of [...COPIED, 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, path), join(this.folder, path), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /**
   * Copies a toy module of this folder to the place where its kind belongs, three levels deep: its imports of
   * `../../../shared/` then start two levels up.
   */
  addModule(toy: string, target: string): void {
    const from = join(ROOT, 'test/extension', toy);
    cpSync(from, join(this.folder, target), { recursive: true });
    for (const file of readdirSync(from)) {
      this.#edit(join(target, file), (text) => text.replaceAll('../../../shared/', '../../'));
    }
  }

  /** Copies one file of the repository as it is. */
  add(path: string): void {
    cpSync(join(ROOT, path), join(this.folder, path), { recursive: true });
  }

  /** Copies a file inside the overlay. */
  copy(from: string, to: string): void {
    cpSync(join(this.folder, from), join(this.folder, to));
  }

  /** Puts `line` before the first line that contains `anchor`. */
  insert(path: string, anchor: string, line: string): void {
    this.#edit(path, (text) => {
      const lines = text.split('\n');
      const index = lines.findIndex((each) => each.includes(anchor));
      if (index < 0) throw new Error(`${path} has no line with ${anchor}`);
      return lines.toSpliced(index, 0, line).join('\n');
    });
  }

  /** Replaces the first `from`. */
  replace(path: string, from: string, to: string): void {
    this.#edit(path, (text) => {
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      return text.replace(from, () => to);
    });
  }

  /** Runs a TypeScript file and returns the JSON that it prints. */
  run(path: string): unknown {
    const output = execFileSync(NODE, [path], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The files of this folder have names that no other run has.
      env: { ...process.env, NODE_COMPILE_CACHE: join(this.folder, '.compile-cache') },
    });
    return JSON.parse(output);
  }

  /** What the compiler says about these files and all they import; empty if nothing is wrong. */
  typeErrors(files: readonly string[]): string {
    writeFileSync(
      join(this.folder, 'tsconfig.extension.json'),
      JSON.stringify({ extends: './tsconfig.json', files, include: [], exclude: [] }),
    );
    try {
      const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
      // Several threads check the same types again, each for itself, and cost twice the CPU time.
      execFileSync(NODE, [compiler, '-p', 'tsconfig.extension.json', '--singleThreaded'], {
        cwd: this.folder,
        encoding: 'utf8',
      });
      return '';
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #edit(path: string, change: (text: string) => string): void {
    const file = join(this.folder, path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
}
