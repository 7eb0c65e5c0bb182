import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { Headcount } from '../../infra/index.ts';
import { STAGES } from '../../infra/stage.ts';
import { synthesizedStack } from './synthesized.ts';

const findings = (stack = synthesizedStack()) =>
  new AwsSolutionsChecks().validateScope(stack).violations.map(({ ruleName }) => ruleName);

test.each(STAGES)('cdk-nag finds nothing that has no reason in %s', (stage) => {
  expect(findings(synthesizedStack({ stage }))).toEqual([]);
});

test('cdk-nag looks: an old runtime is found', () => {
  const stack = synthesizedStack();
  const [first] = stack.node.findAll().filter((one) => one instanceof CfnFunction);
  (first as CfnFunction).runtime = 'nodejs18.x';
  expect(findings(stack)).toEqual(['AwsSolutions-L1']);
});

test('every finding that is passed over says why', () => {
  const reasons = synthesizedStack()
    .node.findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.values(data as Record<string, string>));
  expect(reasons).not.toHaveLength(0);
  for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
});

test('a permission by a pattern that says no reason is refused', async () => {
  const { allow } = await import('../../infra/constructs/permissions.ts');
  const { Role, ServicePrincipal } = await import('aws-cdk-lib/aws-iam');
  const stack = synthesizedStack();
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const everything = { sid: 'ReadAll', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::*'] };
  expect(() => allow(role, everything)).toThrow('ReadAll allows arn:aws:s3:::*: say why in patternBecause');
});

test('the autoscaler of another app is known by its stage alone', () => {
  const { putPolicyArn } = Headcount.deployed(synthesizedStack(), 'staging');
  expect(putPolicyArn).toMatch(/:lambda:eu-west-1:111122223333:function:headcount-staging-put-policy$/);
});
