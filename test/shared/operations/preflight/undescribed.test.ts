import { expect, test } from 'vitest';
import { groupChecks } from '../../../../shared/operations/preflight/preflight.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { explained } from '../../../../shared/providers/auto-scaling-group/errors.ts';
import type { Providers } from '../../../../shared/providers/index.ts';
import { sourcesFrom } from '../../../../shared/sources/index.ts';

const parsed = parsePolicy({
  group: 'web',
  capacity: { min: 1, max: 5 },
  provider: { kind: 'auto-scaling-group', name: 'web' },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
const policy = parsed.value;

async function found(name: string, message = 'no'): Promise<string[]> {
  const cause = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
  const error = new Error('Auto Scaling did not answer', { cause });
  return checksWith(() => explained(() => Promise.reject(error), ['web']));
}

async function checksWith(describe: () => Promise<unknown>): Promise<string[]> {
  const providers = { of: () => ({ describe }) } as unknown as Providers;
  const checks = await groupChecks(policy, {
    ...{ providers, sources: sourcesFrom({}), clock: () => 0 },
    checks: { provider: async () => [], known: async () => new Map() },
  });
  return checks.map(({ verdict, remedy }) => `${verdict} ${remedy?.code}`);
}

test('a group that does not exist blocks its policy', async () => {
  expect(await found('ValidationError', 'AutoScalingGroup name not found')).toEqual(['blocker remedy-provider']);
});

test('what only this caller may not see blocks nothing: the functions have a role of their own', async () => {
  expect(await found('AccessDenied')).toEqual(['warning remedy-describe']);
});

test.each(['ExpiredToken', 'RequestExpired', 'InvalidClientTokenId'])(
  'credentials that are rejected with %s are renewed',
  async (name) => {
    expect(await found(name)).toEqual(['warning remedy-renew']);
  },
);

test('a note of the provider has no remedy beside what it says itself', async () => {
  const notes = [{ code: 'group-launch-suspended', params: { name: 'web' } }];
  const described = new Map([['web', { workers: [], ended: [], ordered: 0, notes, facts: null }]]);
  expect(await checksWith(async () => described)).toEqual(['ok undefined', 'warning undefined']);
});
