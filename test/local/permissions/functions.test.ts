import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, onTestFinished, test } from 'vitest';
import { invoke } from '../../../shared/aws/lambda/invoke.ts';
import { type ClientConfig, evaluation, functionWith } from './roles.ts';

const invocation = (name: string) => async (config: ClientConfig) => {
  const client = new CloudWatchClient(config);
  onTestFinished(() => client.destroy());
  const message = { function: name, payload: '{}', milliseconds: 5000, mostBytes: 1000 };
  return invoke(message, client.config, { AWS_ENDPOINT_URL: config.endpoint }).catch(() => null);
};

test("a function is invoked if it has the stage's tag, or if its name says that it returns metrics", async () => {
  const { denied } = functionWith(evaluation);
  expect(await denied(invocation('tagged-resize-vms'))).toBeNull();
  expect(await denied(invocation('metrics-for-headcount-shop'))).toBeNull();
  expect(await denied(invocation('resize-vms'))).toMatchObject({ kind: 'denied' });
});
