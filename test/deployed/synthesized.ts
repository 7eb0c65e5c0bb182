import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zipOf } from '../../infra/template/zip.ts';
import { cdkProgram, withoutAws } from '../../local/index.ts';
import { REPOSITORY } from '../../local/paths.ts';
import { KEPT_BUNDLES } from '../runner/kept-bundles.ts';
import { madeOnce } from '../runner/made-once.ts';

export const ZIPS = 'zips';

/** What CloudFormation's schemas forbid fails the synthesis. By default, the CDK only warns. */
const STRICT = '@aws-cdk/core:validateAgainstDefaultRules=true';

/** What a synthesis of the stack reads. */
const SOURCES = [
  'functions',
  'infra',
  'shared',
  'cdk.json',
  'package-lock.json',
  'tsconfig.json',
  'test/deployed/synthesized.ts',
];

/**
 * A folder with the stage `local`, synthesized once for all test files: bundling, synthesis and its checks take most of
 * the time of a deployment. The folder `ZIPS` has its bundles by the keys that the template expects in the bucket.
 */
export const synthesizedStage = (): Promise<string> =>
  madeOnce('synthesized', SOURCES, async (folder) => {
    const settings = ['stage=local', 'recordCases=true', 'api=true', 'overflowRegions=eu-west-1', STRICT];
    const context = settings.flatMap((each) => ['--context', each]);
    const output = ['--output', join(folder, 'cdk.out')];
    const flags = ['synth', '--quiet', ...context, ...output, '--no-notices', '--no-version-reporting'];
    const inherited = withoutAws(process.env);
    // The CDK runs the app with `node`: make it this process's Node.js.
    const PATH = [dirname(process.execPath), inherited['PATH'] ?? ''].join(delimiter);
    const cdk = { CDK_HOME: folder, CDK_DISABLE_CLI_TELEMETRY: '1' };
    const env = { ...inherited, ...cdk, PATH, CI: '1', HEADCOUNT_KEPT_BUNDLES: KEPT_BUNDLES };
    await promisify(execFile)(process.execPath, [cdkProgram(), ...flags], { cwd: REPOSITORY, env });
    await zipBundles(folder);
  });

async function zipBundles(folder: string): Promise<void> {
  await mkdir(join(folder, ZIPS));
  const bundles = (await readdir(join(folder, 'cdk.out'))).filter((name) => /^asset\.[0-9a-f]{64}$/.test(name));
  const names = bundles.map((name) => `${name.slice('asset.'.length)}.zip`);
  for (const [index, name] of names.entries()) {
    await writeFile(join(folder, ZIPS, name), zipOf(join(folder, 'cdk.out', bundles[index] ?? '')));
  }
  await writeFile(join(folder, ZIPS, 'names.json'), JSON.stringify(names));
}
