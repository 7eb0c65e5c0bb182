import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Puts the temporary files of this process, and of all processes that it starts, into a folder that is removed at the end.
 * A CDK app without a named output folder creates one and leaves it: a run leaves hundreds.
 */
export function removeTemporaryFiles(): void {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-run-'));
  process.env['TMPDIR'] = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
