import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Puts the temporary files of this process, and of all that it starts, into a folder that is removed when it ends. Every
 * app of the CDK that names no folder for its output makes one and leaves it, which is hundreds in a run.
 */
export function removeTemporaryFiles(): void {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-run-'));
  process.env['TMPDIR'] = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
