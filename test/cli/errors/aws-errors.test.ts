import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { awsError } from '../../../cli/aws-errors.ts';
import { targetedCall } from '../../../shared/aws/query/json-call.ts';
import { ReasonedError } from '../../../shared/model/index.ts';
import { serving } from '../../sources/servers.ts';

test.each(['ExpiredTokenException', 'RequestExpired', 'InvalidClientTokenId', 'UnrecognizedClientException'])(
  'credentials that AWS rejects with %s: how to renew them',
  (name) => {
    const cause = Object.assign(new Error('no'), { name });
    for (const error of [cause, new Error('Auto Scaling did not answer', { cause })])
      expect(awsError(error, 'headcount-test')).toMatchObject({
        reason: { code: 'credentials-rejected', params: { name } },
        remedy: expect.stringContaining('Run "aws sso login"'),
      });
  },
);

const ECS = { label: 'ECS', name: 'ecs', variable: 'ECS', prefix: 'Ecs', attempts: 1 };

test.each([
  [200, 'a client of the SDK'],
  [502, 'a client of the SDK'],
  [200, 'a light call'],
  [502, 'a light call'],
])('the page of a proxy or of a Wi-Fi is not AWS: status %i, %s', async (status, by) => {
  const page = '<!doctype html><html><body>Please log in<br></body></html>';
  const { url: endpoint, close } = await serving((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(page);
  });
  onTestFinished(close);
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const client = new SQSClient(config);
  const light = targetedCall(ECS, client.config, { AWS_ENDPOINT_URL: endpoint });
  const called = by === 'a light call' ? light('ListServices', {}) : client.send(new ListQueuesCommand({}));
  const error = await called.catch((reason: unknown) => reason);
  expect(awsError(error, 'headcount-test')).toMatchObject({
    reason: { code: 'not-aws', params: { status } },
    sentence: expect.stringContaining('Something other than AWS answered'),
    remedy: expect.stringContaining('AWS_ENDPOINT_URL'),
  });
});

test.each([
  ['ResourceNotFoundException', 'no-table', 'The table headcount-test does not exist in eu-west-1'],
  ['QueueDoesNotExist', 'no-queue', 'A queue of the stage does not exist in eu-west-1'],
])('%s: the stage is not deployed here', (name, code, what) => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(awsError(Object.assign(new Error('no'), { name }), 'headcount-test')).toMatchObject({
    reason: { code },
    sentence: `${what}: deploy the stack with "npx cdk deploy", or choose another stage with --stage or another region with AWS_REGION.`,
  });
});

test.each([
  ['UnauthorizedOperation', 403, 'access-denied', { message: 'EC2 DescribeInstances failed: no' }],
  ['RequestLimitExceeded', 503, 'throttled', { name: 'RequestLimitExceeded' }],
  ['InternalError', 500, 'aws-fault', { name: 'InternalError' }],
])('%s of a light call: what an error of the SDK with this name says', (name, httpStatusCode, code, params) => {
  const cause = Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
  const error = new Error('EC2 DescribeInstances failed: no', { cause });
  expect(awsError(error, 'headcount-test')?.reason).toEqual({ code, params });
  const unset = Object.assign(new Error('Could not load credentials from any providers'), {
    name: 'CredentialsProviderError',
  });
  expect(awsError(new Error('ECS failed', { cause: unset }), undefined)?.reason.code).toBe('no-credentials');
  const gone = Object.assign(new Error('no'), { name: 'ResourceNotFoundException' });
  expect(awsError(new Error('Lambda GetFunction failed', { cause: gone }), 'headcount-test')).toBeUndefined();
  // An error with a code of its own says more.
  const reason = { code: 'group-access-denied', params: {} };
  expect(awsError(new ReasonedError(reason, 'no', { cause: error }), 'headcount-test')).toBeUndefined();
});
