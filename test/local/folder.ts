import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder, gone with the test. */
export async function emptyFolder(inside = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(inside, 'headcount-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
