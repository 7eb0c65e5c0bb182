import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { STAGES } from '../../infra/stage.ts';
import { synthesizedStack } from './synthesized.ts';

const findings = (stack = synthesizedStack()) =>
  new AwsSolutionsChecks().validateScope(stack).violations.map(({ ruleName }) => ruleName);

test.each(STAGES)('cdk-nag reports no unacknowledged finding in %s', (stage) => {
  expect(findings(synthesizedStack({ stage, api: true }))).toEqual([]);
});

test('cdk-nag reports an old runtime, so the check is effective', () => {
  const stack = synthesizedStack();
  const [first] = stack.node.findAll().filter((construct) => construct instanceof CfnFunction);
  (first as CfnFunction).runtime = 'nodejs18.x';
  expect(findings(stack)).toEqual(['AwsSolutions-L1']);
});

test('every acknowledged finding has a reason', () => {
  const reasons = synthesizedStack({ api: true })
    .node.findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.values(data as Record<string, string>));
  expect(reasons).not.toHaveLength(0);
  for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
});
