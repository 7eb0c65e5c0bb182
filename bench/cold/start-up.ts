import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FUNCTION_ENVIRONMENT } from '../function-environment.ts';
import { nodeOnOneCore } from '../one-core.ts';

/**
 * Time in ms, by folder and round, that a new process takes to load the folder's `index.mjs` and exit. The folders
 * alternate, so that other load on the machine affects them equally. Throws if a module does not load.
 */
export function startTimes(folders: readonly string[], rounds: number): Map<string, number[]> {
  const times = new Map(folders.map((folder) => [folder, [] as number[]]));
  // The first round only fills the file cache.
  for (let round = 0; round <= rounds; round++) {
    for (const folder of folders) {
      const ms = startMs(folder);
      if (round > 0) times.get(folder)?.push(ms);
    }
  }
  return times;
}

function startMs(folder: string): number {
  const [command, parameters] = nodeOnOneCore(join(folder, 'index.mjs'));
  const start = performance.now();
  const { status, stderr } = spawnSync(command, parameters, { env: FUNCTION_ENVIRONMENT, encoding: 'utf8' });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${folder} cannot be loaded: ${stderr}`);
  return ms;
}
