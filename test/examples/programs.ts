import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { folderWith } from '../cli/headcount.ts';

export interface Script {
  /** Bash. `HOME_FOLDER` in it becomes a folder of the test. */
  readonly text: string;
  /** What each program of the script does, in Bash, after it has noted how it was called. */
  readonly programs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** How long it may run; then it is ended. @default until it ends */
  readonly until?: (calls: string) => boolean;
}

/** Runs a script of the documentation or the examples, its programs replaced. Returns their calls, in order. */
export async function callsOf({ text: script, programs, environment, until }: Script): Promise<string[]> {
  const folder = await folderWith({ calls: '' });
  const calls = join(folder, 'calls');
  for (const name of ['bin', 'home']) await mkdir(join(folder, name));
  for (const [name, program] of Object.entries(programs)) {
    const file = join(folder, 'bin', name);
    await writeFile(file, `#!/bin/bash\necho "${name} $*" >>'${calls}'\n${program}\n`);
    await chmod(file, 0o755);
  }
  const child = spawn('bash', ['-c', script.replaceAll('HOME_FOLDER', join(folder, 'home'))], {
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, CALLS: calls, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const complaints = text(child.stderr);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (until) {
    while (!until(await readFile(calls, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 50));
  } else await ended;
  endGroup(child.pid);
  if (/unbound|not found|syntax/.test(await complaints)) throw new Error(await complaints);
  return (await readFile(calls, 'utf8')).trimEnd().split('\n');
}

/** Also ends what the script left running in the background. */
function endGroup(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
