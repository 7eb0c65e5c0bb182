import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../../../local/paths.ts';
import { environmentOf } from '../process.ts';
import type { ChaosStage } from '../stage/stage.ts';

const run = promisify(execFile);

/** What `npx headcount status` prints to an operator at this moment. */
export async function statusSeen(stage: ChaosStage, ...words: string[]): Promise<string> {
  const env = { ...environmentOf('operator', stage), ...stage.clock.environment(0) };
  const ran = await run(process.execPath, [join(REPOSITORY, 'cli', 'bin.js'), 'status', ...words], { env }).catch(
    ({ stdout = '', stderr = '' }: { stdout?: string; stderr?: string }) => ({ stdout, stderr }),
  );
  const lines = `${ran.stdout}${ran.stderr}`.trimEnd().split('\n');
  return lines
    .filter((line) => line.trim() !== '' && !/^\s*\(Use `node/.test(line))
    .map((line) => `      ${line}`)
    .join('\n');
}
