import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { REPOSITORY } from '../../local/paths.ts';

/** Paths of all files under these folders, relative to the repository; new ones as well, ignored ones not. */
export function filesIn(...folders: readonly string[]): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return [...new Set(listed.trim().split('\n'))].filter((path) => existsSync(join(REPOSITORY, path)));
}

export interface Import {
  readonly from: string;
  /** The imported file, relative to the repository. */
  readonly to: string;
}

/** Relative imports, exports and dynamic imports, those of types as well. */
export function importsOf(path: string): Import[] {
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  const specifiers = text.matchAll(
    /^(?:import|export|\}) ?[^'\n]*from '(\.[^']+)'|import\('(\.[^']+)'\)|^import '(\.[^']+)'/gm,
  );
  return [...specifiers].map(([, ...found]) => ({
    from: path,
    to: posix.normalize(posix.join(posix.dirname(path), found.find((each) => each !== undefined) ?? '')),
  }));
}
