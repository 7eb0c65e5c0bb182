import { Readable } from 'node:stream';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { problemsOf } from '../../cli/preflight.ts';
import type { Clients } from '../../shared/aws/clients.ts';
import type { EvaluationDependencies } from '../../shared/evaluation/index.ts';
import { sourcesFrom } from '../../shared/sources/index.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:headcount-test-evaluate';

interface Sent {
  readonly path: string;
  readonly body?: string;
}

/** AWS, with a policy simulator that does not answer. */
function awsWithoutSimulator(): Clients {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const handle = ({ path, body = '' }: Sent) => {
    if (body.includes('SimulatePrincipalPolicy')) return new Promise(() => {});
    const found = { FunctionArn: FUNCTION, Role: 'arn:aws:iam::111122223333:role/evaluate' };
    const answer = path.includes('/functions/') ? JSON.stringify(found) : '<GetRoleResponse/>';
    return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Readable.from([answer]) } });
  };
  const { config } = new CloudWatchClient({ region: 'eu-west-1', credentials });
  return { cloudwatch: { config: { ...config, requestHandler: { handle } } } } as unknown as Clients;
}

/** With a group that cannot be described. */
const evaluation = {
  providers: { of: () => ({ describe: () => Promise.reject(new Error('no answer')) }) },
  ...{ sources: sourcesFrom({}), clock: () => 0 },
} as unknown as EvaluationDependencies;

test('if the check of the role takes too long, the policy is checked without it', async () => {
  const web = {
    ...{ group: 'web', capacity: { min: 1, max: 5 }, provider: { kind: 'auto-scaling-group', name: 'web' } },
    rules: [{ kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '8h', timezone: 'UTC', min: 2 }] }],
  };
  const problems = await problemsOf([web], { stage: 'test' }, { evaluation, clients: awsWithoutSimulator() }, 500);
  expect(problems.map(({ reason }) => reason.code)).toContain('preflight-undescribed');
});
