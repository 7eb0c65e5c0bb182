import { describe, expect, test } from 'vitest';
import type { Asked } from '../../../../shared/model/index.ts';
import { type AccountFacts, accountChecks } from '../../../../shared/operations/index.ts';

const IDENTITY = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann', region: 'eu-west-1' };

interface Account {
  readonly identity?: Asked<typeof IDENTITY>;
  readonly stacks?: Readonly<Record<string, string>>;
  readonly isDeployed?: Asked<boolean>;
  readonly unreserved?: number;
}

function factsOf(account: Account): AccountFacts {
  const { stacks = { CDKToolkit: 'CREATE_COMPLETE', 'headcount-test': 'UPDATE_COMPLETE' } } = account;
  return {
    identity: async () => account.identity ?? { value: IDENTITY },
    stackStatus: async (name) => ({ value: stacks[name] ?? null }),
    hasFunction: async () => account.isDeployed ?? { value: true },
    concurrency: async () => ({ value: { limit: 1000, unreserved: account.unreserved ?? 990 } }),
  };
}

const found = async (account: Account): Promise<string[]> =>
  (await accountChecks(factsOf(account), 'test'))
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ verdict, reason }) => `${verdict} ${reason.code}`);

const failure = (code: string, message = 'no', action = 'sts:GetCallerIdentity') => ({
  failure: { action, resource: '*', code, message },
});

describe('the checks of an account', () => {
  test('pass when the stage is deployed', async () => {
    expect(await found({})).toEqual([]);
  });

  test('end at credentials that AWS rejects', async () => {
    const checks = await accountChecks(factsOf({ identity: failure('ExpiredToken') }), 'test');
    expect(checks.map(({ verdict, reason }) => [verdict, reason.code])).toEqual([['blocker', 'preflight-no-identity']]);
  });

  test.each(['Throttling', 'InternalFailure', 'ServiceUnavailable', 'UnknownError'])(
    '%s says nothing about the credentials',
    async (code) => {
      const checks = await accountChecks(factsOf({ identity: failure(code) }), 'test');
      expect(checks).toMatchObject([
        { verdict: 'blocker', reason: { code: 'preflight-fault' }, remedy: { code: 'remedy-later' } },
      ]);
    },
  );

  test.each(['', 'TimeoutError'])('end at an endpoint that does not answer: %s', async (code) => {
    expect(await found({ identity: failure(code, 'connect ECONNREFUSED') })).toEqual(['blocker preflight-unreachable']);
  });

  test('without bootstrap and stage, the first deployment is blocked', async () => {
    expect(await found({ stacks: {}, isDeployed: { value: false } })).toEqual([
      'blocker preflight-not-bootstrapped',
      'blocker preflight-not-deployed',
    ]);
  });

  test('a stage in another stack needs no stack of its own, and only warns without the bootstrap', async () => {
    expect(await found({ stacks: {} })).toEqual(['warning preflight-not-bootstrapped']);
  });

  test('a failed deployment is named with its status', async () => {
    const stacks = { CDKToolkit: 'CREATE_COMPLETE', 'headcount-test': 'ROLLBACK_COMPLETE' };
    expect(await found({ stacks, isDeployed: { value: false } })).toEqual(['blocker preflight-stack-failed']);
  });

  test('a new account with ten concurrent functions cannot reserve any', async () => {
    expect(await found({ isDeployed: { value: false }, unreserved: 10 })).toContain(
      'blocker preflight-concurrency-low',
    );
    expect(await found({ isDeployed: { value: false }, unreserved: 114 })).toContain(
      'blocker preflight-concurrency-low',
    );
    expect(await found({ isDeployed: { value: false }, unreserved: 115 })).not.toContain(
      'blocker preflight-concurrency-low',
    );
    expect(await found({ unreserved: 10 })).toEqual([]);
    expect(await found({ unreserved: 5 })).toEqual(['warning preflight-concurrency-low']);
  });

  test('a permission that you lack is named with its resource', async () => {
    const isDeployed = failure('AccessDeniedException', 'no', 'lambda:GetFunctionConfiguration');
    const checks = await accountChecks(factsOf({ isDeployed }), 'test');
    expect(checks.find(({ reason }) => reason.code === 'preflight-not-allowed')).toMatchObject({
      verdict: 'warning',
      reason: { params: { action: 'lambda:GetFunctionConfiguration', resource: '*' } },
      remedy: { code: 'remedy-allow' },
    });
  });
});
