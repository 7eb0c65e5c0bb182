import { execFileSync } from 'node:child_process';
import { REPOSITORY } from '../../local/paths.ts';

/**
 * A seed that is the same for each full run of one commit: whether a commit passes must not depend on luck, and every
 * commit tries other inputs. Null without git, or in a quick run: then each run tries others.
 */
export function commitSeed(isFullRun: boolean): string | null {
  if (!isFullRun) return null;
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: REPOSITORY, encoding: 'utf8', stdio: 'pipe' });
    // 28 bits: fast-check takes signed integers of 32.
    return String(Number.parseInt(commit.slice(0, 7), 16));
  } catch {
    return null;
  }
}
