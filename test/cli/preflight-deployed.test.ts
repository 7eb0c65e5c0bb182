/** @module-tag full-run */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalAws } from '../../local/index.ts';
import { deployedStage } from './deployed-stage.ts';
import { folderWith, headcount, type Ran } from './headcount.ts';

let localAws: LocalAws;
let subnet: string;
beforeAll(async () => {
  ({ localAws, subnet } = await deployedStage());
}, 180_000);
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

describe('headcount preflight', { timeout: 90_000 }, () => {
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

  test('a stage that is not deployed is a blocker', async () => {
    const checks = await found(policy(), '--stage', 'elsewhere');
    expect(checks.find(({ code }) => code === 'preflight-not-deployed')?.verdict).toBe('blocker');
  });
});
