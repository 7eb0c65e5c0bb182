import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cdkProgram, withoutAws } from '../../local/index.ts';
import { LOCAL, REPOSITORY } from '../../local/paths.ts';
import { withLock } from '../../local/process/lock.ts';

/** What a synthesis of the stack reads. */
const SOURCES = ['functions', 'infra', 'shared', 'cdk.json', 'package-lock.json', 'tsconfig.json'];

/**
 * A folder whose cdk.json deploys the stage `local`, synthesized from these sources once for all test files: bundling,
 * synthesis and its checks take most of the time of a deployment. The name of the folder is the hash of the sources.
 */
export async function synthesizedStage(): Promise<string> {
  const all = join(LOCAL, 'synthesized');
  const name = await hashOfSources();
  const folder = join(all, name);
  await mkdir(all, { recursive: true });
  await withLock(join(LOCAL, 'synthesized.lock'), undefined, async () => {
    if (existsSync(folder)) return;
    for (const other of await readdir(all)) await rm(join(all, other), { recursive: true, force: true });
    const made = join(all, `${name}.part`);
    await mkdir(made);
    const context = ['--context', 'stage=local', '--context', 'recordCases=true', '--context', 'api=true'];
    const output = ['--output', join(made, 'cdk.out')];
    const flags = ['synth', '--quiet', ...context, ...output, '--no-notices', '--no-version-reporting'];
    const inherited = withoutAws(process.env);
    // The CDK runs the app with `node`: make it this process's Node.js.
    const PATH = [dirname(process.execPath), inherited['PATH'] ?? ''].join(delimiter);
    const env = { ...inherited, PATH, CI: '1', CDK_HOME: made, CDK_DISABLE_CLI_TELEMETRY: '1' };
    await promisify(execFile)(process.execPath, [cdkProgram(), ...flags], { cwd: REPOSITORY, env });
    await writeFile(join(made, 'cdk.json'), JSON.stringify({ app: 'cdk.out' }));
    await rename(made, folder);
  });
  return folder;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(REPOSITORY, source);
    const below = source.includes('.') ? [''] : (await readdir(path, { recursive: true })).sort();
    for (const name of below) {
      const content = await readFile(join(path, name)).catch(() => '');
      hash.update(`${source}/${name}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
