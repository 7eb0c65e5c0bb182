import { text } from 'node:stream/consumers';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, onTestFinished, test, vi } from 'vitest';
import { accountChecks, roleChecks } from '../../../../shared/operations/index.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { awsPreflight } from '../../../../shared/runtime/preflighting.ts';
import { serving } from '../../../sources/servers.ts';

const EVALUATE = '/2015-03-31/functions/headcount-test-evaluate/configuration';
const EC2 = { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-1'] };

/** An AWS that answers what lets the checks go on, and lists the paths of its calls. */
async function aws(): Promise<string[]> {
  const paths: string[] = [];
  const xml = (action: string, result: string) =>
    `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
  const { url, close } = await serving(async (request, response): Promise<unknown> => {
    paths.push(request.url ?? '');
    const action = new URLSearchParams(await text(request)).get('Action') ?? '';
    if (request.url === EVALUATE) return response.end('{"FunctionArn":"arn:aws:lambda:r:1:function:f","Role":"r"}');
    if (action === 'GetCallerIdentity') return response.end(xml(action, '<Account>1</Account><Arn>a</Arn>'));
    if (action === 'GetInstanceProfile') {
      const role = '<member><Arn>arn:aws:iam::1:role/worker</Arn></member>';
      return response.end(xml(action, `<InstanceProfile><Roles>${role}</Roles></InstanceProfile>`));
    }
    if (action === 'DescribeLaunchTemplateVersions') {
      const data = '<launchTemplateData><iamInstanceProfile><name>web</name></iamInstanceProfile></launchTemplateData>';
      const item = `<item><versionNumber>1</versionNumber>${data}</item>`;
      return response.end(
        `<${action}Response><launchTemplateVersionSet>${item}</launchTemplateVersionSet></${action}Response>`,
      );
    }
    return response.writeHead(403).end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
  });
  onTestFinished(close);
  vi.stubEnv('AWS_ENDPOINT_URL', url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  onTestFinished(() => void vi.unstubAllEnvs());
  return paths;
}

test('a run reads the function once, for the account, the role, and each group', async () => {
  const paths = await aws();
  const { account, role, checks } = awsPreflight(
    { cloudwatch: new CloudWatchClient({}) },
    { stage: 'test', functions: ['evaluate'], version: '1' },
  );
  const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 5 }, provider: EC2 });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  await accountChecks(account, 'test');
  await roleChecks(parsed.value, role);
  const found = [];
  for (const group of ['web', 'jobs']) {
    const { provider: config, capacity } = parsed.value;
    found.push(...(await checks.provider('ec2', { group, config, capacity })));
  }
  // The simulations are denied, so the checks came as far as to ask for the role.
  expect(found.filter(({ reason }) => JSON.stringify(reason).includes('iam:SimulatePrincipalPolicy'))).toHaveLength(2);
  expect(paths.filter((path) => path === EVALUATE)).toHaveLength(1);
});
