/** @module-tag full-run */

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalAws } from '../../../local/index.ts';
import { functionName } from '../../../shared/names/index.ts';
import { roleOf } from '../../integration/roles.ts';
import { expectDocumented } from '../documented.ts';
import { folderWith, headcount, type Ran } from '../headcount.ts';
import { clientConfig, deployedStage } from './deployed-stage.ts';

let localAws: LocalAws;
let subnet: string;
beforeAll(async () => {
  ({ localAws, subnet } = await deployedStage());
});
afterAll(() => localAws.stop());

async function preflight(yaml: string | null, ...flags: string[]): Promise<Ran> {
  const directory = await folderWith({ 'policy.yaml': yaml ?? '' });
  const words = ['preflight', ...(yaml === null ? [] : ['policy.yaml']), ...flags];
  return headcount(words, { environment: { ...localAws.environment, HEADCOUNT_STAGE: 'local' }, directory });
}

const policy = ({ template = 'web', queue = 'jobs' } = {}): string => `group: web
provider: { kind: ec2, launchTemplate: { name: ${template} }, instanceTypes: [c7g.large], subnets: [${subnet}] }
capacity: { min: 0, max: 6 }
metrics:
  load: { cloudwatch: { namespace: Test, name: load } }
  waiting: { sqs: { queue: ${queue} } }
rules:
  - { kind: target, metric: load, value: 60 }
  - { kind: backlog, metric: waiting, perWorker: 1 }
`;

interface Found {
  readonly verdict: string;
  readonly group: string | null;
  readonly code: string;
  readonly text: string;
  readonly remedy: { readonly text: string } | null;
}
const found = async (yaml: string, ...flags: string[]): Promise<Found[]> =>
  JSON.parse((await preflight(yaml, '--json', ...flags)).out);

const verdicts = async (yaml: string, codes = /./) =>
  (await found(yaml)).filter(({ code }) => codes.test(code)).map(({ verdict, code }) => `${verdict} ${code}`);

describe('headcount preflight', () => {
  test('finds nothing wrong with the account of a deployed stage', async () => {
    const { code, out, err } = await preflight(null);
    expect(out).toMatch(/^Account\n {2}✓ Credentials of \S+ for account \d{12}, region us-east-1\n/);
    expect(out).toContain('✓ The stage local is deployed');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/ 0 blockers\.\n$/) });
  });

  test('says with a remedy what of a policy does not exist, and exits with 1', async () => {
    const checks = await found(policy({ template: 'absent', queue: 'absent' }));
    const blockers = checks.filter(({ verdict }) => verdict === 'blocker');
    expect(blockers.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['template-missing', 'preflight-metric-unreadable']),
    );
    for (const { remedy } of blockers) expect(remedy?.text).toMatch(/\.$/);
    expect((await preflight(policy({ template: 'absent' }))).code).toBe(1);
  });

  test('reads the template, subnets and types that exist', async () => {
    const checks = await found(policy());
    const codes = checks.filter(({ verdict }) => verdict === 'ok').map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['template-found', 'launch-accepted']));
  });

  const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

  test('routes of the subnets: a way out is fine, and none is a warning', async () => {
    const routes = () => verdicts(policy(), /^subnets-(not-)?routed$/);
    expect(await routes()).toEqual(['ok subnets-routed']);
    localAws.ec2?.isolate(subnet);
    expect(await routes()).toEqual(['warning subnets-not-routed']);
    localAws.ec2?.isolate(subnet, false);
  });

  test('offered types: all zones are fine, some zones or types are a warning, none is a blocker', async () => {
    const subnets = ['subnet-00000001', 'subnet-00000002'].join(', ');
    const offered = (types: string) =>
      verdicts(policy().replace(`[${subnet}]`, `[${subnets}]`).replace('c7g.large', types), /^types-/);
    expect(await offered('c7g.large')).toEqual(['ok types-offered']);
    localAws.ec2?.offer('c7g.large', ZONES.slice(0, 1));
    expect(await offered('c7g.large')).toEqual(['warning types-partly-offered']);
    localAws.ec2?.offer('c7g.large', []);
    expect(await offered('c7g.large, m7g.large')).toEqual(['warning types-missing']);
    expect(await offered('c7g.large')).toEqual(['blocker types-missing']);
    localAws.ec2?.offer('c7g.large', null);
  });

  test("the account's quota: enough is fine, too little for the maximum is a warning, for the minimum a blocker", async () => {
    const quota = () => verdicts(policy().replace('min: 0', 'min: 2'), /^quota-/);
    expect(await quota()).toEqual(['ok quota-enough']);
    localAws.quotas?.set('L-1216C47A', 8);
    expect(await quota()).toEqual(['warning quota-low']);
    localAws.quotas?.set('L-1216C47A', 2);
    expect(await quota()).toEqual(['blocker quota-low']);
    // Without a value of its own, the account has AWS's default of five.
    localAws.quotas?.set('L-1216C47A', null);
    expect(await quota()).toEqual(['warning quota-low']);
    localAws.quotas?.clear();
  });

  test('the roles of the stack pass, and a removed statement is a blocker until it is restored', async () => {
    const rights = () => verdicts(policy(), /^role-/);
    expect(await rights()).toEqual(['ok role-may']);
    const { config } = new CloudWatchClient(clientConfig(localAws));
    const role = await roleOf(functionName('local', 'evaluate'), config, localAws.environment);
    await role.without('TerminateOnlyOwnWorkers');
    // The roles of the other functions still have it.
    expect(await rights()).toEqual(['blocker role-lacks', 'ok role-may']);
    const { out } = await preflight(policy());
    expect(out).toMatch(
      /✗ The role \S+ of the function evaluate may not call ec2:TerminateInstances on arn:aws:ec2:us-east-1:\d{12}:instance\/\*\n +Run "npx cdk deploy --context stage=local"/,
    );
    await role.restore();
    expect(await rights()).toEqual(['ok role-may']);
  });

  test('a stage that is not deployed is a blocker', async () => {
    const checks = await found(policy(), '--stage', 'elsewhere');
    expect(checks.find(({ code }) => code === 'preflight-not-deployed')?.verdict).toBe('blocker');
  });
});

describe('headcount policy show-types', () => {
  async function showTypes(types: string, ...flags: string[]): Promise<Ran> {
    const directory = await folderWith({ 'policy.yaml': policy().replace('instanceTypes: [c7g.large]', types) });
    const words = ['policy', 'show-types', '--policy', 'policy.yaml', ...flags];
    return headcount(words, { environment: { ...localAws.environment, HEADCOUNT_STAGE: 'local' }, directory });
  }
  const GRAVITON = 'requirements: { vcpus: 2, memoryGiB: { min: 4, max: 8 }, architectures: [arm64], exclude: [m8*] }';

  test('lists what matches requirements, with sizes and prices', async () => {
    localAws.prices?.set('c7g.large', 0.0725);
    const { code, out, err } = await showTypes(GRAVITON);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^web: \d+ instance types match the requirements and can run ami-0123456789abcdef0 \(arm64\)\.\n\nTYPE +VCPUS +GIB +ARCHITECTURE +\$\/HOUR/,
    );
    expect(out).toMatch(/^c7g\.large +2 +4 +arm64 +\$0\.0725 +\$0\.029$/m);
    expect(out).not.toMatch(/^(m8g|r7g|m7i|t4g)/m);
    const document = JSON.parse((await showTypes(GRAVITON, '--json')).out);
    expectDocumented(['policy', 'show-types'], document);
    expect(document).toMatchObject({ group: 'web', by: 'requirements', notes: [] });
  });

  test('says what of named types does not exist, or cannot run the image', async () => {
    const { code, out, err } = await showTypes('instanceTypes: [c7g.large, c7g.tiny]');
    expect(code).toBe(0);
    expect(out).toContain('web: 1 of 2 instance types can be launched.');
    expect(err).toMatch(/^c7g\.tiny not available in this region\. Correct "instanceTypes"/);
  });

  test('exits with 1 and a remedy when nothing can be launched', async () => {
    const { code, out, err } = await showTypes('requirements: { vcpus: 9999 }');
    expect({ code, out }).toEqual({
      code: 1,
      out: 'web: 0 instance types match the requirements and can run ami-0123456789abcdef0 (arm64).\n',
    });
    expect(err).toContain('No instance type matches the requirements and can run the image.');
    const verdict = await verdicts(policy().replace('instanceTypes: [c7g.large]', 'requirements: { vcpus: 9999 }'));
    expect(verdict).toContain('blocker requirements-match-nothing');
  });
});

describe('policy apply', () => {
  const apply = async (...flags: string[]): Promise<Ran> => {
    const written = policy({ template: 'absent' }).replace('queue: jobs }', 'queue: jobs, count: all }');
    const directory = await folderWith({ 'policy.yaml': written });
    const words = ['policy', 'apply', 'policy.yaml', ...flags];
    return headcount(words, { environment: { ...localAws.environment, HEADCOUNT_STAGE: 'local' }, directory });
  };
  const MISSING_FAULT = expect.objectContaining({ path: '', code: 'template-missing' });
  const MISSING = 'The launch template absent has no version $Default, or does not exist in this region.';

  test('with --strict, rejects a policy whose launch template does not exist', async () => {
    const { code, out, err } = await apply('--strict', '--json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(JSON.parse(err)).toMatchObject({
      error: { code: 'invalid-document', faults: expect.arrayContaining([MISSING_FAULT]) },
    });
    // Nothing was written.
    const environment = { ...localAws.environment, HEADCOUNT_STAGE: 'local' };
    const listed = await headcount(['policy', 'list', '--json'], { environment });
    expect(JSON.parse(listed.out).map(({ group }: { group: string }) => group)).not.toContain('web');
  });

  test('prints what the account lacks as a warning', async () => {
    const { code, err } = await apply();
    expect(code).toBe(0);
    expect(err).toContain(`web: warning: ${MISSING}`);
  });

  test('with --json, prints it among the notes and nowhere else', async () => {
    const { code, out, err } = await apply('--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const applied = JSON.parse(out);
    expectDocumented(['policy', 'apply'], applied);
    expect(applied).toMatchObject([{ group: 'web', version: 1, warnings: [] }]);
    expect(applied[0].notes).toContainEqual(
      expect.objectContaining({
        code: 'template-missing',
        verdict: 'blocker',
        text: expect.stringContaining(MISSING),
        remedy: expect.objectContaining({ text: expect.any(String) }),
      }),
    );
  });
});
