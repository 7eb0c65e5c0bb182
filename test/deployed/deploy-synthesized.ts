import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalAws } from '../../local/index.ts';
import { stackName } from '../../shared/names/index.ts';
import { cloudFormation } from './cloudformation.ts';
import { synthesizedStage, ZIPS } from './synthesized.ts';

const REGION = 'us-east-1';
const BUCKET = `cdk-hnb659fds-assets-000000000000-${REGION}`;

/**
 * Deploys the stage `local` that test files share, as `cdk deploy` would, and returns the stack's outputs. The CDK's own
 * two commands need six seconds of CPU for each file. They run in the tests of stages that are deployed from sources.
 */
export async function deploySynthesized({ endpoint }: LocalAws): Promise<Record<string, string>> {
  const StackName = stackName('local');
  const folder = await synthesizedStage();
  const template = JSON.parse(await readFile(join(folder, 'cdk.out', `${StackName}.template.json`), 'utf8'));
  // They ask whether the account is bootstrapped.
  const { Parameters: _, Rules: __, ...written } = template;
  const { createBucket, put, create } = cloudFormation(() => endpoint, REGION);
  await createBucket(BUCKET);
  for (const file of JSON.parse(await readFile(join(folder, ZIPS, 'names.json'), 'utf8')) as string[]) {
    await put(`/${BUCKET}/${file}`, await readFile(join(folder, ZIPS, file)));
  }
  const Capabilities = { 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' };
  return create({ StackName, key: `${BUCKET}/${StackName}.template` }, JSON.stringify(written), Capabilities);
}
