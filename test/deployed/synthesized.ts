import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cdkProgram, withoutAws } from '../../local/index.ts';
import { REPOSITORY } from '../../local/paths.ts';
import { madeOnce } from '../runner/made-once.ts';

/** What a synthesis of the stack reads. */
const SOURCES = ['functions', 'infra', 'shared', 'cdk.json', 'package-lock.json', 'tsconfig.json'];

/**
 * A folder whose cdk.json deploys the stage `local`, synthesized once for all test files: bundling, synthesis and its
 * checks take most of the time of a deployment.
 */
export const synthesizedStage = (): Promise<string> =>
  madeOnce('synthesized', SOURCES, async (folder) => {
    const context = ['stage=local', 'recordCases=true', 'api=true', 'overflowRegions=eu-west-1'].flatMap((each) => [
      ...['--context', each],
    ]);
    const output = ['--output', join(folder, 'cdk.out')];
    const flags = ['synth', '--quiet', ...context, ...output, '--no-notices', '--no-version-reporting'];
    const inherited = withoutAws(process.env);
    // The CDK runs the app with `node`: make it this process's Node.js.
    const PATH = [dirname(process.execPath), inherited['PATH'] ?? ''].join(delimiter);
    const env = { ...inherited, PATH, CI: '1', CDK_HOME: folder, CDK_DISABLE_CLI_TELEMETRY: '1' };
    await promisify(execFile)(process.execPath, [cdkProgram(), ...flags], { cwd: REPOSITORY, env });
    await writeFile(join(folder, 'cdk.json'), JSON.stringify({ app: 'cdk.out' }));
  });
